/// A write that waits to be committed, together with all others that wait at the same time.
struct QueuedWrite: Sendable {
    let work: QueuedWork
    /// Writes inside the transaction, and returns what to do once it is committed. It may run again after an error.
    let body: @Sendable (SQLiteConnection) throws -> @Sendable () -> Void
    /// Receives the error if nothing was written.
    let failed: @Sendable (any Error) -> Void
}
