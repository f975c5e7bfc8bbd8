/// The outcome of one step of `waiter doctor`.
package enum FindingState: String, Sendable {
    case ok
    /// Works, but somebody should know.
    case warning
    case failed
    /// Not tried, because a step before failed or it was not asked for.
    case skipped
}
