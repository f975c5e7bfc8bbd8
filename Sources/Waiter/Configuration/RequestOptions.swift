/// Options for a single call that override the client's configuration. Properties that are `nil` inherit the client's
/// values.
public struct RequestOptions: Sendable {
    /// The headers to add or replace. Header names are case-insensitive. A `nil` value removes the header.
    public var headers: [String: String?]
    /// The query items to add or replace. A `nil` value removes the item.
    public var query: [String: String?]
    /// The members to merge into the JSON body. Use this property to set fields that Waiter does not support.
    public var extraBody: JSONObject
    /// The timeout for the whole call, including retries and the entire stream. This property is the same as
    /// `timeouts.total`.
    public var timeout: Duration? {
        get { timeouts.total }
        set { timeouts.total = newValue }
    }
    /// The timeouts for this call. Members that are `nil` inherit the client's values.
    public var timeouts: OpenAI.Timeouts {
        get { boxedTimeouts.value ?? OpenAI.Timeouts() }
        set { boxedTimeouts.value = newValue == OpenAI.Timeouts() ? nil : newValue }
    }
    /// The maximum number of retries for this call, or 0 for none.
    public var maxRetries: Int?
    /// The API key for this call.
    public var apiKey: APIKey?
    /// The idempotency key sent with all attempts. The default key consists of the current time and random digits.
    public var idempotencyKey: String?
    /// A closure called before each delay between attempts. The client's own closure is called first.
    public var onRetry: (@Sendable (RetryNotice) -> Void)?
    /// A closure called with the progress of a file upload or download. The closure is called on the thread that
    /// transfers the data.
    public var onProgress: (@Sendable (TransferProgress) -> Void)?
    /// The options for the client's meter, such as tags, a conversation and a priority.
    public var metering: MeteringOptions? {
        get { boxedMetering.value }
        set { boxedMetering.value = newValue }
    }
    /// The maximum number of tokens that the model can produce. Set this property if the request does not limit the
    /// number of tokens.
    ///
    /// This number is not sent to the server. A stream fails if its text is longer than the longest text that this
    /// number of tokens can represent.
    public var maxOutputTokens: Int?

    private var boxedTimeouts = Boxed<OpenAI.Timeouts>()
    private var boxedMetering = Boxed<MeteringOptions>()

    /// Creates options. If all arguments have their default values, the client's configuration applies unchanged.
    ///
    ///     let options = RequestOptions(timeout: .seconds(2))
    ///
    /// - Parameters:
    ///   - headers: The headers to add or replace. A `nil` value removes the header.
    ///   - query: The query items to add or replace. A `nil` value removes the item.
    ///   - extraBody: The members to merge into the JSON body.
    ///   - timeout: The timeout for the whole call, which overrides `timeouts.total`.
    ///   - timeouts: The timeouts for the call. Members that are `nil` inherit the client's values.
    ///   - maxRetries: The maximum number of retries, or 0 for none.
    ///   - apiKey: The API key for the call.
    ///   - idempotencyKey: The idempotency key sent with all attempts. The default key consists of the current time and
    ///     random digits.
    ///   - onRetry: A closure called before each delay between attempts. The client's own closure is called first.
    ///   - onProgress: A closure called with the progress of a file upload or download. The closure is called on the
    ///     thread that transfers the data.
    ///   - metering: The options for the client's meter.
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
