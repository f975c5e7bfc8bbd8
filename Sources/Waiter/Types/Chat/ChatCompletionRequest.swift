/// A chat completion request: the conversation so far and the parameters for the answer.
///
///     var request = ChatCompletionRequest(model: "gpt-6.1-sol", messages: [.user("hi")])
///     request.temperature = 0
///
/// Properties that are `nil` are not sent, which leaves the server's defaults in effect. Use `RequestOptions.extraBody`
/// to pass parameters that only some servers support. JSON members are encoded in the order in which the properties are
/// declared.
public struct ChatCompletionRequest: Sendable, Hashable {
    /// The model ID.
    public var model: String
    /// The conversation so far.
    public var messages: [ChatMessage]
    /// The sampling temperature, from 0 to 2; change either this or `topP`, not both.
    public var temperature: Double?
    /// The probability mass considered in nucleus sampling, from 0 to 1.
    public var topP: Double?
    /// The maximum number of tokens to generate, including reasoning tokens.
    public var maxCompletionTokens: Int?
    /// The maximum number of tokens to generate; deprecated in favor of `maxCompletionTokens`.
    ///
    /// OpenAI's reasoning models reject this parameter, but some servers do not support its replacement.
    public var maxTokens: Int?
    /// The number of answers to generate, all of which are billed.
    public var n: Int?
    /// The sequences at which the model stops generating, such as `"END"` or `["a", "b"]`.
    ///
    /// `.null` disables the default stop sequences of servers that have them. OpenAI's reasoning models do not support
    /// this parameter.
    public var stop: Nullable<StopSequences>?
    /// The penalty for tokens that have already appeared, from -2 to 2.
    public var presencePenalty: Double?
    /// The penalty for tokens in proportion to how often they have appeared, from -2 to 2.
    public var frequencyPenalty: Double?
    /// The bias added to the logits of tokens, by token ID: from -100 (never) to 100 (always).
    public var logitBias: [Int: Double]?
    /// Whether to return the log probabilities of the generated tokens.
    public var logprobs: Bool?
    /// The number of most likely tokens to return per position, from 0 to 20; requires `logprobs`.
    public var topLogprobs: Int?
    /// A seed for deterministic sampling on a best-effort basis; deprecated.
    public var seed: Int?
    /// The tools that the model may call.
    public var tools: [ChatTool]?
    /// The tools that the model may or must call.
    public var toolChoice: ToolChoice?
    /// Whether the model may call several tools at once; true by default.
    public var parallelToolCalls: Bool?
    /// The functions that the model may call; deprecated in favor of `tools`.
    public var functions: [FunctionDefinition]?
    /// The function that the model may or must call; deprecated in favor of `toolChoice`.
    public var functionCall: FunctionCallChoice?
    /// The format of the answer: text, JSON, or JSON that conforms to a schema.
    public var responseFormat: ResponseFormat?
    /// The amount of reasoning before the answer.
    public var reasoningEffort: ReasoningEffort?
    /// The verbosity of the answer.
    public var verbosity: Verbosity?
    /// The output modalities; only text by default.
    public var modalities: [Modality]?
    /// The settings for spoken output; required if `modalities` contains `audio`.
    public var audio: AudioOutput?
    /// Text that is expected to make up most of the answer.
    public var prediction: PredictedContent?
    /// The settings for web search, on models that support it.
    public var webSearchOptions: WebSearchOptions?
    /// The moderation options for the request and its answer.
    public var moderation: ModerationOptions?
    /// The service tier, which determines speed and price.
    public var serviceTier: ServiceTier?
    /// Whether the server stores the completion, for later retrieval, distillation or evaluation.
    public var store: Bool?
    /// The metadata attached to a stored completion, up to 16 pairs.
    ///
    /// Keys can be at most 64 characters long, and values at most 512.
    public var metadata: [String: String]?
    /// A key shared by requests with a common prefix. It improves their cache hit rate.
    public var promptCacheKey: String?
    /// The settings for prompt caching.
    public var promptCacheOptions: PromptCacheOptions?
    /// The retention of the cached prompt; deprecated in favor of `promptCacheOptions`.
    public var promptCacheRetention: PromptCacheRetention?
    /// A stable identifier of the end user, such as a hashed user name, for abuse detection by the provider.
    public var safetyIdentifier: String?
    /// An identifier of the end user; deprecated in favor of `safetyIdentifier` and `promptCacheKey`.
    public var user: String?
    /// Whether the answer is streamed. The client overrides this property: `create` removes it, and `stream` sets it to
    /// true.
    public var stream: Bool?
    /// The streaming options, which are allowed only if `stream` is true.
    public var streamOptions: StreamOptions?

    /// Creates a request; set the remaining parameters as properties.
    public init(model: String, messages: [ChatMessage]) {
        self.model = model
        self.messages = messages
    }
}
