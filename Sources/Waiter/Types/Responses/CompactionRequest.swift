/// A request to compact a conversation: `POST /responses/compact`.
public struct CompactionRequest: Codable, Sendable, Hashable {
    /// The ID of the model.
    public var model: String
    /// The items to compact.
    public var input: ResponseInput?
    /// The developer's instructions.
    public var instructions: String?
    /// The ID of a stored response. The conversation that ends with this response is compacted.
    public var previousResponseID: String?
    /// A key for requests that share a prompt prefix. Using the same key improves their cache hit rate.
    public var promptCacheKey: String?
    /// Prompt caching settings.
    public var promptCacheOptions: PromptCacheOptions?
    /// The retention of cached prompts; deprecated by the API.
    public var promptCacheRetention: PromptCacheRetention?
    /// The processing tier.
    public var serviceTier: ServiceTier?

    /// Creates a request.
    public init(model: String, input: ResponseInput? = nil) {
        self.model = model
        self.input = input
    }

    private enum CodingKeys: String, CodingKey {
        case model, input, instructions
        case previousResponseID = "previous_response_id"
        case promptCacheKey = "prompt_cache_key"
        case promptCacheOptions = "prompt_cache_options"
        case promptCacheRetention = "prompt_cache_retention"
        case serviceTier = "service_tier"
    }
}
