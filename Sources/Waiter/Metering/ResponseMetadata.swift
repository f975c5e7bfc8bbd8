/// Response metadata in a format common to all endpoints. It is collected for meters and ledgers during decoding.
public struct ResponseMetadata: Sendable, Hashable {
    /// The token usage, or `nil` if the server does not report it.
    public var usage: TokenUsage?
    /// The duration of the input audio in seconds for models that are billed by duration, or `nil` for other models.
    public var audioSeconds: Double?
    /// The number of generated images, or `nil` for other output.
    public var imageCount: Int?
    /// The model reported in the response, or `nil` if the response contains no model.
    public var model: String?
    /// The service tier reported in the response.
    public var serviceTier: ServiceTier?
    /// The reason that the model stopped generating, as reported by the server.
    public var stopReason: String?
    /// The ID of the response, or `nil` if the response contains no ID.
    public var responseID: String?
    /// The finish reasons of the choices, in order. A reason is `nil` if the choice is not finished.
    public var finishReasons: [String?] = []
    /// The fingerprint of the server's configuration.
    public var systemFingerprint: String?
    /// The generated text whose tokens can be counted: content, reasoning and tool call arguments.
    public var outputTexts: [String] = []
    /// Whether the model generated any output, including non-text output such as audio.
    public var hasOutput = false
    /// Whether the output cites sources found by a search.
    public var citesSources = false
    /// The number of billable calls to hosted tools, keyed by tool type, or `nil` if the API does not report them.
    public var hostedCalls: [String: Int]?

    /// Creates empty metadata.
    public init() {}

    /// Extracts the members common to most endpoints. In events of the Responses API, these members are nested in
    /// `response`.
    package init(json value: JSONValue) {
        let object = value["response"]?.objectValue == nil ? value : value["response"] ?? value
        model = object["model"]?.stringValue
        serviceTier = object["service_tier"]?.stringValue.map(ServiceTier.init(rawValue:))
        usage = TokenUsage(json: object["usage"])
        responseID = object["id"]?.stringValue
        systemFingerprint = object["system_fingerprint"]?.stringValue
    }
}
