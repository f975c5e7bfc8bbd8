/// The token usage of a response.
public struct ResponseUsage: JSONRecord {
    /// The members of the JSON object, in order.
    public var json: JSONObject

    /// Creates a usage value from its members.
    public init(json: JSONObject) { self.json = json }

    /// The number of input tokens, including cached tokens.
    public var inputTokens: Int { counts.inputTokens }

    /// The number of generated tokens, including reasoning tokens.
    public var outputTokens: Int { counts.outputTokens }

    /// The total number of tokens.
    public var totalTokens: Int { counts.totalTokens }

    /// The number of input tokens read from the prompt cache.
    public var cachedTokens: Int? { counts.input?.cachedTokens }

    /// The number of generated tokens used for reasoning.
    public var reasoningTokens: Int? { counts.output?.reasoningTokens }

    /// The usage, in the format shared by all endpoints.
    public var counts: TokenUsage { TokenUsage(json: .object(json)) ?? TokenUsage() }
}
