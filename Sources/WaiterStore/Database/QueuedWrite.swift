/// A write that is waiting to be committed together with all other writes that are waiting at the same time.
struct QueuedWrite: Sendable {
    let work: QueuedWork
    /// Whether the body writes only a few rows and does not need its own savepoint; see `StoreDatabase.commit`.
    let isSmall: Bool
    /// Writes in the transaction, and returns an action to run after the commit.
    ///
    /// The body may run again after an error.
    let body: @Sendable (SQLiteConnection) throws -> @Sendable () -> Void
    /// Receives the error if the write failed.
    let failed: @Sendable (any Error) -> Void
}
