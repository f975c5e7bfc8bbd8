/// An attempt that is about to be sent.
public struct MeteredAttempt: Sendable {
    /// The name of the operation, such as `chat.completions.create`.
    public let operation: String
    /// The requested model.
    public let model: String
    /// The number of the attempt, starting at 1. Attempts with numbers above 1 are retries.
    public let attempt: Int
    /// The unique identifier of the call. All attempts of the call have the same identifier.
    public let callID: String
    /// The idempotency key. All attempts of the call have the same key. A caller can also use the same key for several
    /// calls.
    public let idempotencyKey: String
    /// Whether the answer is streamed.
    public let isStream: Bool
    /// The host of the server, followed by the port if the port is not the default.
    public let server: String
    /// The JSON request body, or an empty array if the body is not JSON.
    public let body: [UInt8]
    /// The token bounds of the request, or `nil` if the JSON body determines them.
    public let bounds: TokenBounds?
    /// The caller's options for the meter.
    public let options: MeteringOptions
    /// The time left until the call's total deadline.
    public let remaining: Duration

    /// Creates a description of an attempt.
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
