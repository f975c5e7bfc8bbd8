/// An attempt that is about to be sent.
public struct MeteredAttempt: Sendable {
    /// The call's name, such as `chat.completions.create`.
    public let operation: String
    /// The model that is asked for.
    public let model: String
    /// The attempt, from 1; more than 1 is a retry.
    public let attempt: Int
    /// The identifier of the call, the same for all its attempts and for no other call.
    public let callID: String
    /// The idempotency key, the same for all attempts of the call; a caller may use one for several calls.
    public let idempotencyKey: String
    /// Whether the answer is to come as a stream.
    public let isStream: Bool
    /// The host that is asked, with its port where that is unusual.
    public let server: String
    /// The body of the request when it is JSON; empty otherwise.
    public let body: [UInt8]
    /// What the operation knows about the tokens of its request; nil when the JSON body says it all.
    public let bounds: TokenBounds?
    /// What the caller says about the call.
    public let options: MeteringOptions
    /// What is left of the call's total deadline.
    public let remaining: Duration

    /// Describes an attempt.
    public init(
        operation: String,
        model: String,
        attempt: Int = 1,
        callID: String? = nil,
        idempotencyKey: String = "",
        isStream: Bool = false,
        server: String = "",
        body: [UInt8],
        bounds: TokenBounds? = nil,
        options: MeteringOptions = MeteringOptions(),
        remaining: Duration = .seconds(600)
    ) {
        self.operation = operation
        self.model = model
        self.attempt = attempt
        self.callID = callID ?? options.callID ?? idempotencyKey
        self.idempotencyKey = idempotencyKey
        self.isStream = isStream
        self.server = server
        self.body = body
        self.bounds = bounds
        self.options = options
        self.remaining = remaining
    }
}
