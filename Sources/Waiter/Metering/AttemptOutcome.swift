/// How an attempt ended, and what is known of it then.
public struct AttemptOutcome: Sendable {
    /// How an attempt ended.
    public enum Status: String, Sendable, Hashable {
        /// The whole answer came.
        case complete
        /// The server refused it, answered with something else, or not at all; `httpStatus` tells which.
        case failed
        /// The caller ended it: by cancelling, or by leaving the stream.
        case cancelled
        /// The answer broke off in the middle.
        case truncated
        /// It never reached a server.
        case unsent
    }

    /// How it ended.
    public var status: Status
    /// The HTTP status; nil when no response came.
    public var httpStatus: Int?
    /// The server's id of the request.
    public var requestID: String?
    /// The rate limits that the response named.
    public var rateLimits: RateLimits?
    /// The tokens as the server counted them; nil when it did not say.
    public var usage: CompletionUsage?
    /// The model that the answer names; nil when it names none.
    public var servedModel: String?
    /// The tier that the answer names.
    public var serviceTier: ServiceTier?
    /// Why the first answer ended.
    public var finishReason: FinishReason?
    /// What came of a chat completion, whole or not; nil for other calls, and when nothing came.
    public var completion: ChatCompletion?
    /// What went wrong.
    public var error: OpenAIError?
    /// From sending to the head of the response.
    public var firstByte: Duration?
    /// From sending to the first piece of a streamed answer; nil where there is no stream.
    public var firstToken: Duration?
    /// From sending to the end.
    public var total: Duration

    /// Describes an end.
    public init(_ status: Status, total: Duration = .zero) {
        self.status = status
        self.total = total
    }
}
