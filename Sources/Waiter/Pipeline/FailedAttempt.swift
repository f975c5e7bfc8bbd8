internal import HTTPTypes

/// A failure that another attempt may repair.
struct FailedAttempt: Error {
    var error: OpenAIError
    /// The header fields of the response that failed; nil without one.
    var fields: HTTPFields?
    /// Whether another attempt would fail in the same way.
    var isPermanent = false
    /// Whether the call is free to repeat although the server may have done its work: a GET without a usable answer.
    var isFree = false
}
