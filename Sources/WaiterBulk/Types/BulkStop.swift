internal import Waiter

/// The reason why processing of a run ended.
public enum BulkStop: Sendable {
    /// All rows have a final state.
    case finished
    /// The maximum number of rows for this invocation has been reached.
    case limitReached
    /// The next row could exceed the run's budget.
    case overBudget
    /// The server or a meter rejects further calls, for example because of an exhausted quota or an invalid key.
    case paused(any Error)
    /// Too many consecutive rows failed.
    case failing
    /// `BulkOptions.shouldStop` returned `true`.
    case stopped
    /// The run was cancelled.
    case cancelled
}

extension BulkStop {
    /// The state of a run that ended for this reason.
    var state: BulkStatus.State {
        switch self {
        case .finished: .finished
        case .cancelled: .cancelled
        case .limitReached, .overBudget, .paused, .failing, .stopped: .paused
        }
    }

    /// The reason as text, or `nil` if the run is complete.
    package var message: String? {
        switch self {
        case .finished, .cancelled: nil
        case .limitReached: "the maximum number of rows was processed"
        case .overBudget: "the next row could exceed the budget"
        case .paused(let error): (error as? OpenAIError)?.message ?? "\(error)"
        case .failing: "too many consecutive rows failed"
        case .stopped: "interrupted"
        }
    }
}
