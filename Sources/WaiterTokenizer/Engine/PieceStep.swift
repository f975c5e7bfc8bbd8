/// A consumer that processes the pieces of the text in batches.
protocol PieceStep {
    /// Whether the batch is too full to hold the pieces of another window.
    var isFull: Bool { get }

    /// Adds a piece to the batch.
    mutating func add(_ start: Bytes, count: Int)

    /// Processes the batch.
    mutating func run()
}
