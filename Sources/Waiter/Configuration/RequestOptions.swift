/// What one call does differently from its client; whatever is nil stays as the client has it.
public struct RequestOptions: Sendable {
    /// Headers to add or replace, by name in any case of letters; a nil value removes one.
    public var headers: [String: String?]
    /// Query items to add or replace; a nil value removes one.
    public var query: [String: String?]
    /// Members that are merged into the JSON body: fields that a server knows and Waiter does not.
    public var extraBody: JSONObject
    /// The deadline of the whole call, retries and a stream to its end included: the total of `timeouts`.
    public var timeout: Duration? {
        get { timeouts.total }
        set { timeouts.total = newValue }
    }
    /// The deadlines of this call; a member that is nil stays as the client has it.
    public var timeouts: OpenAI.Timeouts
    /// The most retries of this call; 0 for none.
    public var maxRetries: Int?
    /// The key for this call.
    public var apiKey: APIKey?
    /// The call's identity for the server, the same on all attempts; a random one unless given.
    public var idempotencyKey: String?
    /// Called before each pause between attempts of this call, after the client's own hook.
    public var onRetry: (@Sendable (RetryNotice) -> Void)?
    /// Called while a file is uploaded or saved, on the thread that transfers it.
    public var onProgress: (@Sendable (TransferProgress) -> Void)?
    /// What the client's meter is told of this call: tags, a conversation, a priority.
    public var metering: MeteringOptions?
    /// The most tokens that the model can produce, where the request does not limit them.
    ///
    /// It is not sent: a stream with more text than so many tokens can be is refused.
    public var maxOutputTokens: Int?

    /// Creates options; without arguments the call is as the client is.
    ///
    ///     let options = RequestOptions(timeout: .seconds(2))
    ///
    /// - Parameter timeout: The total deadline; the other deadlines stay as `timeouts`, or the client, has them.
    public init(
        headers: [String: String?] = [:],
        query: [String: String?] = [:],
        extraBody: JSONObject = [:],
        timeout: Duration? = nil,
        timeouts: OpenAI.Timeouts = OpenAI.Timeouts(),
        maxRetries: Int? = nil,
        apiKey: APIKey? = nil,
        idempotencyKey: String? = nil,
        onRetry: (@Sendable (RetryNotice) -> Void)? = nil,
        onProgress: (@Sendable (TransferProgress) -> Void)? = nil,
        metering: MeteringOptions? = nil
    ) {
        self.headers = headers
        self.query = query
        self.extraBody = extraBody
        self.timeouts = timeouts
        if let timeout { self.timeouts.total = timeout }
        self.maxRetries = maxRetries
        self.apiKey = apiKey
        self.idempotencyKey = idempotencyKey
        self.onRetry = onRetry
        self.onProgress = onProgress
        self.metering = metering
    }
}
