/// The token usage of a call, in a format shared by all endpoints.
///
/// Chat completions report the counts as `prompt_tokens` and `completion_tokens`, whereas the Responses API reports
/// them as `input_tokens` and `output_tokens`. Counts that the server omits are 0. Details that the server omits are
/// `nil`.
public struct TokenUsage: Sendable, Hashable {
    /// The number of input tokens, including cached tokens.
    public var inputTokens: Int
    /// The number of generated tokens, including reasoning tokens.
    public var outputTokens: Int
    /// The total number of tokens as reported by the server.
    public var totalTokens: Int
    /// A breakdown of the input tokens, or `nil` if the server does not report it.
    public var input: InputDetails?
    /// A breakdown of the output tokens, or `nil` if the server does not report it.
    public var output: OutputDetails?
    /// The cost of the call in US dollars, if the server reports it. The cost is finite and not negative.
    public var cost: Double?

    /// A breakdown of the input tokens.
    public struct InputDetails: Sendable, Hashable {
        /// The number of tokens read from the prompt cache.
        public var cachedTokens: Int?
        /// The number of tokens written to the prompt cache.
        public var cacheWriteTokens: Int?
        /// The number of audio tokens.
        public var audioTokens: Int?
        /// The number of image tokens.
        public var imageTokens: Int?
        /// The number of text tokens.
        public var textTokens: Int?

        /// Creates a breakdown with no counts.
        public init() {}
    }

    /// A breakdown of the output tokens.
    public struct OutputDetails: Sendable, Hashable {
        /// The number of reasoning tokens.
        public var reasoningTokens: Int?
        /// The number of audio tokens.
        public var audioTokens: Int?
        /// The number of image tokens.
        public var imageTokens: Int?
        /// The number of text tokens.
        public var textTokens: Int?
        /// The number of predicted tokens that appear in the answer.
        public var acceptedPredictionTokens: Int?
        /// The number of predicted tokens that do not appear in the answer but are still billed.
        public var rejectedPredictionTokens: Int?

        /// Creates a breakdown with no counts.
        public init() {}
    }

    /// Creates a usage value. `totalTokens` defaults to the sum of the input and output tokens.
    public init(inputTokens: Int = 0, outputTokens: Int = 0, totalTokens: Int? = nil) {
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        let (sum, overflow) = inputTokens.addingReportingOverflow(outputTokens)
        self.totalTokens = totalTokens ?? (overflow ? .max : sum)
    }
}
