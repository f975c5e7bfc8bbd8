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
    /// The facts about the response, as far as it arrived: usage, model, tier, and the texts that the model produced.
    public var metadata = ResponseMetadata()
    /// What arrived of a response that was not complete, or the complete value; nil when nothing arrived.
    public var result: PartialResult?
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
