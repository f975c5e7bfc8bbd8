/// The exit codes of `waiter`.
///
/// Scripts depend on these numbers.
package enum ExitStatus: Int32, CaseIterable, Sendable {
    case complete = 0
    case failure = 1
    case usage = 2
    case refused = 3
    case contextTooLong = 4
    case modelNotFound = 5
    case rateLimited = 6
    case nothingExtracted = 7
    case notAuthorized = 8
    case network = 9
    case incomplete = 10
    case overBudget = 11
    case interrupted = 130
    case terminated = 143

    /// The documented meaning of the code.
    package var meaning: String {
        switch self {
        case .complete: "complete answer"
        case .failure: "other failure"
        case .usage: "usage error, invalid configuration, unreadable file"
        case .refused: "refused or blocked by a content filter"
        case .contextTooLong: "exceeds the context window"
        case .modelNotFound: "model not found or not served"
        case .rateLimited: "rate limit or quota exceeded, after retries"
        case .nothingExtracted: "no code block to extract, or schema violated"
        case .notAuthorized: "missing, invalid or unauthorized key"
        case .network: "network: DNS, connection refused, TLS, timeout, 5xx after retries"
        case .incomplete: "incomplete: length limit or truncated stream (partial answer printed)"
        case .overBudget: "over budget, not sent"
        case .interrupted: "interrupted (SIGINT)"
        case .terminated: "terminated (SIGTERM)"
        }
    }
}
