/// How many tokens a request took, which is what it costs.
///
/// A count that a server leaves out is 0, a detail that it leaves out is nil.
public struct CompletionUsage: Codable, Sendable, Hashable {
    /// Tokens of the prompt, cached ones included.
    public var promptTokens: Int
    /// Tokens that the model produced, those of its reasoning included.
    public var completionTokens: Int
    /// Tokens in all.
    public var totalTokens: Int
    /// What the prompt's tokens were.
    public var promptTokensDetails: PromptTokensDetails?
    /// What the produced tokens were.
    public var completionTokensDetails: CompletionTokensDetails?
    /// The price of the call in US dollars, where the server reports one (OpenRouter, litellm); finite and not negative.
    public var cost: Double?

    /// What the tokens of a prompt were.
    public struct PromptTokensDetails: Codable, Sendable, Hashable {
        /// Tokens of audio.
        public var audioTokens: Int?
        /// Tokens read from the cache, which cost less.
        public var cachedTokens: Int?
        /// Tokens written to the cache.
        public var cacheWriteTokens: Int?
        /// Tokens of images.
        public var imageTokens: Int?
        /// Tokens of text.
        public var textTokens: Int?
    }

    /// What the tokens that the model produced were.
    public struct CompletionTokensDetails: Codable, Sendable, Hashable {
        /// Predicted tokens that the answer took over.
        public var acceptedPredictionTokens: Int?
        /// Tokens of audio.
        public var audioTokens: Int?
        /// Tokens of the model's reasoning.
        public var reasoningTokens: Int?
        /// Predicted tokens that the answer did not take over; they are paid for all the same.
        public var rejectedPredictionTokens: Int?
        /// Tokens of text.
        public var textTokens: Int?
    }

    /// Makes a count; the total is the sum unless it is given.
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

    /// The names that the Responses API has for the same numbers; some servers use them in chat completions as well.
    private enum OtherKeys: String, CodingKey {
        case promptTokens = "input_tokens"
        case completionTokens = "output_tokens"
        case promptTokensDetails = "input_tokens_details"
        case completionTokensDetails = "output_tokens_details"
    }

    /// Reads a count, also of numbers that were sent as texts; a total that is missing is the sum of the others.
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

    /// Makes the details, all of them optional.
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

    /// Reads the details; each may be missing.
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
        case reasoningTokens = "reasoning_tokens"
        case rejectedPredictionTokens = "rejected_prediction_tokens"
        case textTokens = "text_tokens"
    }

    /// Makes the details, all of them optional.
    public init(
        reasoningTokens: Int? = nil,
        acceptedPredictionTokens: Int? = nil,
        rejectedPredictionTokens: Int? = nil,
        audioTokens: Int? = nil,
        textTokens: Int? = nil
    ) {
        self.acceptedPredictionTokens = acceptedPredictionTokens
        self.audioTokens = audioTokens
        self.reasoningTokens = reasoningTokens
        self.rejectedPredictionTokens = rejectedPredictionTokens
        self.textTokens = textTokens
    }

    /// Reads the details; each may be missing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        acceptedPredictionTokens = try container.count(forKey: .acceptedPredictionTokens)
        audioTokens = try container.count(forKey: .audioTokens)
        reasoningTokens = try container.count(forKey: .reasoningTokens)
        rejectedPredictionTokens = try container.count(forKey: .rejectedPredictionTokens)
        textTokens = try container.count(forKey: .textTokens)
    }
}

extension KeyedDecodingContainer {
    /// The usage; nil when absent, null, or nothing that can be read: no answer is lost for what it says of its price.
    func usage(forKey key: Key) -> CompletionUsage? {
        (try? decodeIfPresent(CompletionUsage.self, forKey: key)) ?? nil
    }
}
