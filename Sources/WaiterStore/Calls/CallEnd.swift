public import Waiter

/// The result of a call.
public struct CallEnd: Sendable {
    /// The status of the call.
    public var status: CallStatus
    /// The complete or partial response, or `nil` if there was no response. The chunks of a stream are merged into one
    /// response.
    public var completion: ChatCompletion?
    /// The request ID assigned by the server.
    public var requestID: String?
    /// A one-line description of the error, without the prompt or the key, or `nil` if there was no error.
    public var error: String?
    /// The time from sending the request to the first chunk of the answer, or `nil` if there was no chunk or the answer
    /// was not streamed.
    public var firstToken: Duration?
    /// The time from sending the request to the end of the call.
    public var duration: Duration?

    /// Creates the result of a call.
    public init(
        status: CallStatus,
        completion: ChatCompletion? = nil,
        requestID: String? = nil,
        error: String? = nil,
        firstToken: Duration? = nil,
        duration: Duration? = nil
    ) {
        self.status = status
        self.completion = completion
        self.requestID = requestID
        self.error = error
        self.firstToken = firstToken
        self.duration = duration
    }
}
