internal import Waiter

/// The consequence of a failed attempt for the row and for the run.
enum BulkFailure {
    /// The request was rejected and would be rejected again.
    case row
    /// The server is overloaded or unreachable, and the attempt was not processed.
    case overload(after: Duration?)
    /// The attempt may have been processed, and a retry may succeed.
    case doubtful
    /// Every call would fail, so the run is paused, and the row returns to `waiting`.
    case run

    /// Classifies an error.
    ///
    /// - Parameters:
    ///   - error: The error that ended the attempt.
    ///   - wasSent: Whether a request may have reached the server.
    ///   - hasSucceeded: Whether another row of this run has succeeded. If so, the key is known to be valid.
    init(_ error: OpenAIError, wasSent: Bool, hasSucceeded: Bool) {
        switch error.code {
        case .authentication, .quotaExceeded, .budgetExceeded, .configuration, .clientShutdown:
            self = .run
            return
        case .permissionDenied:
            self = hasSucceeded ? .row : .run
            return
        default: break
        }
        guard let status = error.status else {
            // If there is no response, the server may have processed any request that was sent.
            self = !wasSent ? (error.code == .invalidRequest ? .row : .overload(after: nil)) : .doubtful
            return
        }
        switch status {
        case 429: self = .overload(after: error.retryAfter)
        case 503 where error.retryAfter != nil: self = .overload(after: error.retryAfter)
        case 408, 409, 500...: self = .doubtful
        case 200..<300: self = .doubtful
        default: self = .row
        }
    }
}
