/// The outcome of one step of `waiter doctor`.
package enum FindingState: String, Sendable {
    case ok
    /// The step passed with a warning.
    case warning
    case failed
    /// The step was skipped because an earlier step failed or because it was not requested.
    case skipped
}
