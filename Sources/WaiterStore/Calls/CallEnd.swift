public import Waiter

/// What is known of a call when it is over.
public struct CallEnd: Sendable {
    /// How it ended.
    public var status: CallStatus
    /// What came, whole or not; of a stream, its chunks put together. Nil when nothing did.
    public var completion: ChatCompletion?
    /// The server's ID of the request.
    public var requestID: String?
    /// What went wrong, in one line without prompt and key; nil when nothing did.
    public var error: String?
    /// From sending to the first piece of the answer; nil when none came, or the answer came at once.
    public var firstToken: Duration?
    /// From sending to the end.
    public var duration: Duration?

    /// Describes an end.
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
