/// The writes that are waiting to be committed. The queue also records whether the last transaction was shared by
/// several tasks.
struct WriteQueue: Sendable {
    /// The waiting writes, oldest first.
    var waiting: [QueuedWrite] = []
    /// Whether the last transaction contained writes from several tasks, in which case new writes are queued for the
    /// next transaction.
    ///
    /// A single task has at most two waiting writes: the end of one attempt and the beginning of the next. The task
    /// does not wait until the end of an attempt is committed.
    private(set) var isShared = false

    /// Removes all writes for a transaction.
    mutating func take() -> [QueuedWrite] {
        guard !waiting.isEmpty else { return [] }
        isShared = waiting.count > 2
        defer { waiting = [] }
        return waiting
    }
}
