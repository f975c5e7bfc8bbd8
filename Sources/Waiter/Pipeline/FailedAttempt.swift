internal import HTTPTypes

/// A failure that another attempt may resolve.
struct FailedAttempt: Error {
    var error: OpenAIError
    /// The header fields of the failed response, or `nil` if there was no response.
    var fields: HTTPFields?
    /// Whether another attempt would fail in the same way.
    var isPermanent = false
    /// Whether the call can be repeated free of charge even if the server processed the failed request. This is the
    /// case for a GET request for which no usable response was received.
    var isFree = false
}
