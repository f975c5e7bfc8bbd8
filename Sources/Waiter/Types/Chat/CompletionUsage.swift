/// The token usage of a chat completion.
///
/// Counts that the server omits are 0. Details that the server omits are `nil`.
public struct CompletionUsage: Codable, Sendable, Hashable {
    /// The number of prompt tokens, including cached tokens.
    public var promptTokens: Int
    /// The number of generated tokens, including reasoning tokens.
    public var completionTokens: Int
    /// The total number of tokens.
    public var totalTokens: Int
    /// A breakdown of the prompt tokens.
    public var promptTokensDetails: PromptTokensDetails?
    /// A breakdown of the generated tokens.
    public var completionTokensDetails: CompletionTokensDetails?
    /// The cost of the call in US dollars, or `nil` if the server does not report it. OpenRouter and litellm report the
    /// cost. The value is finite and not negative.
    public var cost: Double?

    /// A breakdown of the prompt tokens.
    public struct PromptTokensDetails: Codable, Sendable, Hashable {
        /// The number of audio tokens.
        public var audioTokens: Int?
        /// The number of tokens read from the prompt cache. These tokens are billed at a lower price.
        public var cachedTokens: Int?
        /// The number of tokens written to the prompt cache.
        public var cacheWriteTokens: Int?
        /// The number of image tokens.
        public var imageTokens: Int?
        /// The number of text tokens.
        public var textTokens: Int?
    }

    /// A breakdown of the generated tokens.
    public struct CompletionTokensDetails: Codable, Sendable, Hashable {
        /// The number of predicted tokens that appear in the answer.
        public var acceptedPredictionTokens: Int?
        /// The number of audio tokens.
        public var audioTokens: Int?
        /// The number of image tokens.
        public var imageTokens: Int?
        /// The number of reasoning tokens.
        public var reasoningTokens: Int?
        /// The number of predicted tokens that do not appear in the answer but are still billed.
        public var rejectedPredictionTokens: Int?
        /// The number of text tokens.
        public var textTokens: Int?
    }

    /// Creates a usage value. `totalTokens` defaults to the sum of the prompt and completion tokens.
    public init(
        promptTokens: Int = 0,
        completionTokens: Int = 0,
        totalTokens: Int? = nil,
        promptTokensDetails: PromptTokensDetails? = nil,
        completionTokensDetails: CompletionTokensDetails? = nil
    ) {
        self.promptTokens = promptTokens
        self.completionTokens = completionTokens
        self.totalTokens = totalTokens ?? Self.sum(promptTokens, completionTokens)
        self.promptTokensDetails = promptTokensDetails
        self.completionTokensDetails = completionTokensDetails
    }

    private enum CodingKeys: String, CodingKey {
        case promptTokens = "prompt_tokens"
        case completionTokens = "completion_tokens"
        case totalTokens = "total_tokens"
        case promptTokensDetails = "prompt_tokens_details"
        case completionTokensDetails = "completion_tokens_details"
        case cost
    }

    /// The names that the Responses API uses for the same counts. Some servers also use these names in chat
    /// completions.
    private enum OtherKeys: String, CodingKey {
        case promptTokens = "input_tokens"
        case completionTokens = "output_tokens"
        case promptTokensDetails = "input_tokens_details"
        case completionTokensDetails = "output_tokens_details"
    }

    /// Decodes a usage value. Counts can also be strings. A missing total is computed as the sum of the other two
    /// counts.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let others = try decoder.container(keyedBy: OtherKeys.self)
        self.init(
            promptTokens: try container.count(forKey: .promptTokens) ?? others.count(forKey: .promptTokens) ?? 0,
            completionTokens: try container.count(forKey: .completionTokens)
                ?? others.count(forKey: .completionTokens) ?? 0,
            totalTokens: try container.count(forKey: .totalTokens),
            promptTokensDetails: try container.decodeIfPresent(PromptTokensDetails.self, forKey: .promptTokensDetails)
                ?? (try? others.decodeIfPresent(PromptTokensDetails.self, forKey: .promptTokensDetails)),
            completionTokensDetails: try container.decodeIfPresent(
                CompletionTokensDetails.self,
                forKey: .completionTokensDetails
            ) ?? (try? others.decodeIfPresent(CompletionTokensDetails.self, forKey: .completionTokensDetails))
        )
        cost = TokenUsage.cost((try? container.decodeIfPresent(JSONValue.self, forKey: .cost)) ?? nil)
    }

    private static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }
}

extension CompletionUsage.PromptTokensDetails {
    private enum CodingKeys: String, CodingKey {
        case audioTokens = "audio_tokens"
        case cachedTokens = "cached_tokens"
        case cacheWriteTokens = "cache_write_tokens"
        case imageTokens = "image_tokens"
        case textTokens = "text_tokens"
    }

    /// Creates a breakdown.
    public init(
        cachedTokens: Int? = nil,
        cacheWriteTokens: Int? = nil,
        audioTokens: Int? = nil,
        imageTokens: Int? = nil,
        textTokens: Int? = nil
    ) {
        self.audioTokens = audioTokens
        self.cachedTokens = cachedTokens
        self.cacheWriteTokens = cacheWriteTokens
        self.imageTokens = imageTokens
        self.textTokens = textTokens
    }

    /// Decodes the details. All details are optional.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        audioTokens = try container.count(forKey: .audioTokens)
        cachedTokens = try container.count(forKey: .cachedTokens)
        cacheWriteTokens = try container.count(forKey: .cacheWriteTokens)
        imageTokens = try container.count(forKey: .imageTokens)
        textTokens = try container.count(forKey: .textTokens)
    }
}

extension CompletionUsage.CompletionTokensDetails {
    private enum CodingKeys: String, CodingKey {
        case acceptedPredictionTokens = "accepted_prediction_tokens"
        case audioTokens = "audio_tokens"
        case imageTokens = "image_tokens"
        case reasoningTokens = "reasoning_tokens"
        case rejectedPredictionTokens = "rejected_prediction_tokens"
        case textTokens = "text_tokens"
    }

    /// Creates a breakdown.
    public init(
        reasoningTokens: Int? = nil,
        acceptedPredictionTokens: Int? = nil,
        rejectedPredictionTokens: Int? = nil,
        audioTokens: Int? = nil,
        textTokens: Int? = nil,
        imageTokens: Int? = nil
    ) {
        self.acceptedPredictionTokens = acceptedPredictionTokens
        self.audioTokens = audioTokens
        self.imageTokens = imageTokens
        self.reasoningTokens = reasoningTokens
        self.rejectedPredictionTokens = rejectedPredictionTokens
        self.textTokens = textTokens
    }

    /// Decodes the details. All details are optional.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        acceptedPredictionTokens = try container.count(forKey: .acceptedPredictionTokens)
        audioTokens = try container.count(forKey: .audioTokens)
        imageTokens = try container.count(forKey: .imageTokens)
        reasoningTokens = try container.count(forKey: .reasoningTokens)
        rejectedPredictionTokens = try container.count(forKey: .rejectedPredictionTokens)
        textTokens = try container.count(forKey: .textTokens)
    }
}

extension KeyedDecodingContainer {
    /// Returns the usage, or `nil` if it is absent, null or malformed. Malformed usage does not cause decoding of the
    /// response to fail.
    func usage(forKey key: Key) -> CompletionUsage? {
        (try? decodeIfPresent(CompletionUsage.self, forKey: key)) ?? nil
    }
}
