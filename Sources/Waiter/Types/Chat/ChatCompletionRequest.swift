/// What is asked of a model: the conversation so far, and how to go on.
///
///     var request = ChatCompletionRequest(model: "gpt-6.1-sol", messages: [.user("hi")])
///     request.temperature = 0
///
/// What is nil is not sent, and the server's default holds. Parameters that only another server knows go through
/// `RequestOptions.extraBody`. Members stand on the wire in the order of the properties.
public struct ChatCompletionRequest: Sendable, Hashable {
    /// The model's ID.
    public var model: String
    /// The conversation so far.
    public var messages: [ChatMessage]
    /// How freely the model chooses its words, from 0 to 2; change this or `topP`, not both.
    public var temperature: Double?
    /// The share of the likeliest tokens that are considered, from 0 to 1.
    public var topP: Double?
    /// The most tokens that the model may produce, those of its reasoning included.
    public var maxCompletionTokens: Int?
    /// The most tokens that the model may produce; deprecated in favour of `maxCompletionTokens`.
    ///
    /// OpenAI's reasoning models refuse it; some other servers know nothing else.
    public var maxTokens: Int?
    /// How many answers to give; all of them are paid for.
    public var n: Int?
    /// Texts at which the model stops, such as `"END"` or `["a", "b"]`.
    ///
    /// `.null` says "none" to servers whose models have stops of their own. OpenAI's reasoning models take none.
    public var stop: Nullable<StopSequences>?
    /// How much tokens that occur already are avoided, from -2 to 2.
    public var presencePenalty: Double?
    /// How much tokens are avoided the more often they occur already, from -2 to 2.
    public var frequencyPenalty: Double?
    /// What is added to the likelihood of tokens, by their number: from -100 (never) to 100 (always).
    public var logitBias: [Int: Double]?
    /// Whether the answer says how likely its tokens were.
    public var logprobs: Bool?
    /// How many of the likeliest tokens are told at each place, from 0 to 20; needs `logprobs`.
    public var topLogprobs: Int?
    /// A number that makes equal requests give equal answers as far as possible; deprecated.
    public var seed: Int?
    /// The tools that the model may call.
    public var tools: [ChatTool]?
    /// Which of the tools the model may or must call.
    public var toolChoice: ToolChoice?
    /// Whether several tools may be called at once; yes when nil.
    public var parallelToolCalls: Bool?
    /// The functions that the model may call; deprecated in favour of `tools`.
    public var functions: [FunctionDefinition]?
    /// Which function the model may or must call; deprecated in favour of `toolChoice`.
    public var functionCall: FunctionCallChoice?
    /// The form of the answer: text, JSON, or JSON of a schema.
    public var responseFormat: ResponseFormat?
    /// How much a reasoning model thinks before it answers.
    public var reasoningEffort: ReasoningEffort?
    /// How wordy the answer is to be.
    public var verbosity: Verbosity?
    /// The kinds of output; text alone when nil.
    public var modalities: [Modality]?
    /// How a spoken answer is to sound; needed when `modalities` has `audio`.
    public var audio: AudioOutput?
    /// Text that the answer is expected to repeat for the most part.
    public var prediction: PredictedContent?
    /// How the web is searched, for models that search.
    public var webSearchOptions: WebSearchOptions?
    /// How the request and its answer are moderated on the way.
    public var moderation: ModerationOptions?
    /// How fast, and at which price, the request is served.
    public var serviceTier: ServiceTier?
    /// Whether the completion is kept, to be looked up, distilled or evaluated later.
    public var store: Bool?
    /// What to attach to a completion that is stored: up to 16 pairs.
    ///
    /// Keys have up to 64 characters, values up to 512.
    public var metadata: [String: String]?
    /// What requests with the same beginning share, so that they meet the same cache.
    public var promptCacheKey: String?
    /// How the prompt is cached.
    public var promptCacheOptions: PromptCacheOptions?
    /// How long the cached prompt is kept; deprecated in favour of `promptCacheOptions`.
    public var promptCacheRetention: PromptCacheRetention?
    /// What stands for the user, such as a hash of a name, by which the provider finds misuse.
    public var safetyIdentifier: String?
    /// What stands for the user; deprecated in favour of `safetyIdentifier` and `promptCacheKey`.
    public var user: String?
    /// Whether the answer comes in pieces; the client sets it, `create` to absent and `stream` to true.
    public var stream: Bool?
    /// How the answer is streamed; only with `stream`.
    public var streamOptions: StreamOptions?

    /// Creates a request; everything beside the model and the messages is set through properties.
    public init(model: String, messages: [ChatMessage]) {
        self.model = model
        self.messages = messages
    }
}
