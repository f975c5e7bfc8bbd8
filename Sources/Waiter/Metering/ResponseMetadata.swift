/// Facts about a response that any endpoint may have, made while it is decoded: what meters and ledgers read.
public struct ResponseMetadata: Sendable, Hashable {
    /// The tokens as the server counted them; nil when it did not report usage.
    public var usage: TokenUsage?
    /// The model that the response names; nil when it names none.
    public var model: String?
    /// The service tier that the response names.
    public var serviceTier: ServiceTier?
    /// The reason why the model stopped, as the server words it.
    public var stopReason: String?
    /// The texts that the model produced, so that their tokens can be counted: content, reasoning, arguments of tool calls.
    public var outputTexts: [String] = []
    /// Whether the model produced anything, including output without text, such as audio.
    public var hasOutput = false
    /// Whether the output cites sources, which a search has found.
    public var citesSources = false

    /// Creates metadata in which nothing is known.
    public init() {}

    /// Reads the members that responses of most endpoints share; those of Responses stream theirs within a `response`.
    package init(json value: JSONValue) {
        let object = value["response"]?.objectValue == nil ? value : value["response"] ?? value
        model = object["model"]?.stringValue
        serviceTier = object["service_tier"]?.stringValue.map(ServiceTier.init(rawValue:))
        usage = TokenUsage(json: object["usage"])
    }
}
