/// A write that is waiting to be committed. All writes that are waiting at the same time are committed together.
struct QueuedWrite: Sendable {
    let work: QueuedWork
    /// Whether the body writes only a few rows and does not need its own savepoint. See `StoreDatabase.commit`.
    let isSmall: Bool
    /// A closure that writes in the transaction and returns an action to run after the commit.
    ///
    /// The closure may be called again after an error.
    let body: @Sendable (SQLiteConnection) throws -> @Sendable () -> Void
    /// A closure that receives the error if the write failed.
    let failed: @Sendable (any Error) -> Void
}
