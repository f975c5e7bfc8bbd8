/// The writes waiting to be committed, and whether recent ones had to wait for each other.
struct WriteQueue: Sendable {
    /// The waiting writes, oldest first.
    var waiting: [QueuedWrite] = []
    /// Whether the last transaction contained several writes, in which case new ones join the next one.
    private(set) var isShared = false

    /// Removes all writes for a transaction.
    mutating func take() -> [QueuedWrite] {
        guard !waiting.isEmpty else { return [] }
        isShared = waiting.count > 1
        defer { waiting = [] }
        return waiting
    }
}
