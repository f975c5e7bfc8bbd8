internal import HTTPTypes

/// A failure that another attempt may repair.
struct FailedAttempt: Error {
    var error: OpenAIError
    /// The header fields of the response that failed; nil without one.
    var fields: HTTPFields?
    /// Whether the body of a successful response failed, which only a call that is free to repeat may retry.
    var isAfterHead = false
}
