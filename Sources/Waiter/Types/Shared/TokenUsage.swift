/// The tokens of a call, in terms that fit every endpoint.
///
/// Chat completions report them as `prompt_tokens` and `completion_tokens`, responses as `input_tokens` and
/// `output_tokens`; a count that a server leaves out is 0, a detail that it leaves out is nil.
public struct TokenUsage: Sendable, Hashable {
    /// Tokens of the input, cached ones included.
    public var inputTokens: Int
    /// Tokens that the model produced, those of its reasoning included.
    public var outputTokens: Int
    /// Tokens in total, as the server counts them.
    public var totalTokens: Int
    /// The composition of the input; nil when the server does not report it.
    public var input: InputDetails?
    /// The composition of the output; nil when the server does not report it.
    public var output: OutputDetails?
    /// The price of the call in US dollars, where the server reports one; finite and not negative.
    public var cost: Double?

    /// The composition of the input tokens.
    public struct InputDetails: Sendable, Hashable {
        /// Tokens read from the prompt cache.
        public var cachedTokens: Int?
        /// Tokens written to the prompt cache.
        public var cacheWriteTokens: Int?
        /// Tokens of audio.
        public var audioTokens: Int?
        /// Tokens of images.
        public var imageTokens: Int?
        /// Tokens of text.
        public var textTokens: Int?

        /// Creates details in which nothing is reported.
        public init() {}
    }

    /// The composition of the output tokens.
    public struct OutputDetails: Sendable, Hashable {
        /// Tokens of the model's reasoning.
        public var reasoningTokens: Int?
        /// Tokens of audio.
        public var audioTokens: Int?
        /// Tokens of text.
        public var textTokens: Int?
        /// Predicted tokens that the answer contains.
        public var acceptedPredictionTokens: Int?
        /// Predicted tokens that the answer does not contain; they are billed all the same.
        public var rejectedPredictionTokens: Int?

        /// Creates details in which nothing is reported.
        public init() {}
    }

    /// Creates a usage; the total is the sum unless it is given.
    public init(inputTokens: Int = 0, outputTokens: Int = 0, totalTokens: Int? = nil) {
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        let (sum, overflow) = inputTokens.addingReportingOverflow(outputTokens)
        self.totalTokens = totalTokens ?? (overflow ? .max : sum)
    }
}
