/// The outcome of one step of `waiter doctor`.
package enum FindingState: String, Sendable {
    case ok
    /// Works, with something worth knowing.
    case warning
    case failed
    /// Skipped because an earlier step failed or the step was not requested.
    case skipped
}
