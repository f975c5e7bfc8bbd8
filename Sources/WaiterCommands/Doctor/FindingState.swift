/// The outcome of one step of `waiter doctor`.
package enum FindingState: String, Sendable {
    case ok
    /// Passed with a warning.
    case warning
    case failed
    /// Skipped because an earlier step failed or because the step was not requested.
    case skipped
}
