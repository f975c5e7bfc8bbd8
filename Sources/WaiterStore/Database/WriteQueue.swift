/// The writes waiting to be committed, and whether recent writes came from several tasks at the same time.
struct WriteQueue: Sendable {
    /// The waiting writes, oldest first.
    var waiting: [QueuedWrite] = []
    /// Whether the last transaction contained writes from several tasks, in which case new writes join the next one.
    ///
    /// A single task has at most two waiting writes: the end of an attempt, for which the task does not wait, and the
    /// beginning of the next attempt.
    private(set) var isShared = false

    /// Removes all writes for a transaction.
    mutating func take() -> [QueuedWrite] {
        guard !waiting.isEmpty else { return [] }
        isShared = waiting.count > 2
        defer { waiting = [] }
        return waiting
    }
}
