/// What is done with the pieces of a text, batch by batch.
protocol PieceStep {
    /// Whether the batch has no room for the pieces of another window.
    var isFull: Bool { get }

    /// Takes a piece into the batch.
    mutating func add(_ start: Bytes, count: Int)

    /// Works the batch off.
    mutating func run()
}
