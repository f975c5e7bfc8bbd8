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
    /// The sampling temperature, from 0 to 2. Change either this property or `topP`, but not both.
    public var temperature: Double?
    /// The probability mass considered in nucleus sampling, from 0 to 1.
    public var topP: Double?
    /// The maximum number of tokens to generate, including reasoning tokens.
    public var maxCompletionTokens: Int?
    /// The maximum number of tokens to generate; deprecated in favor of `maxCompletionTokens`.
    ///
    /// OpenAI's reasoning models reject this parameter, but some servers do not support its replacement.
    public var maxTokens: Int?
    /// The number of answers to generate. All of these answers are billed.
    public var n: Int?
    /// The sequences at which the model stops generating, such as `"END"` or `["a", "b"]`.
    ///
    /// `.null` disables the server's default stop sequences, if the server has any. OpenAI's reasoning models do not
    /// support this parameter.
    public var stop: Nullable<StopSequences>? {
        get { boxedUncommon.read { $0.stop } }
        set { uncommon.stop = newValue }
    }
    /// The penalty for tokens that have already appeared, from -2 to 2.
    public var presencePenalty: Double? {
        get { boxedUncommon.read { $0.presencePenalty } }
        set { uncommon.presencePenalty = newValue }
    }
    /// The penalty for tokens that have already appeared, from -2 to 2. The penalty for a token is proportional to the
    /// number of times that the token has appeared.
    public var frequencyPenalty: Double? {
        get { boxedUncommon.read { $0.frequencyPenalty } }
        set { uncommon.frequencyPenalty = newValue }
    }
    /// The biases added to the logits of tokens, by token ID. Each bias ranges from -100 (never) to 100 (always).
    public var logitBias: [Int: Double]? {
        get { boxedUncommon.read { $0.logitBias } }
        set { uncommon.logitBias = newValue }
    }
    /// Whether to return the log probabilities of the generated tokens.
    public var logprobs: Bool? {
        get { boxedUncommon.read { $0.logprobs } }
        set { uncommon.logprobs = newValue }
    }
    /// The number of most likely tokens to return per position, from 0 to 20. It can be set only if `logprobs` is
    /// `true`.
    public var topLogprobs: Int? {
        get { boxedUncommon.read { $0.topLogprobs } }
        set { uncommon.topLogprobs = newValue }
    }
    /// A seed for best-effort deterministic sampling; deprecated.
    public var seed: Int?
    /// The tools that the model may call.
    public var tools: [ChatTool]?
    /// The tools that the model may or must call.
    public var toolChoice: ToolChoice? {
        get { boxedUncommon.read { $0.toolChoice } }
        set { uncommon.toolChoice = newValue }
    }
    /// Whether the model may call several tools at once. The default is `true`.
    public var parallelToolCalls: Bool? {
        get { boxedUncommon.read { $0.parallelToolCalls } }
        set { uncommon.parallelToolCalls = newValue }
    }
    /// The functions that the model may call; deprecated in favor of `tools`.
    public var functions: [FunctionDefinition]? {
        get { boxedUncommon.read { $0.functions } }
        set { uncommon.functions = newValue }
    }
    /// The function that the model may or must call; deprecated in favor of `toolChoice`.
    public var functionCall: FunctionCallChoice? {
        get { boxedUncommon.read { $0.functionCall } }
        set { uncommon.functionCall = newValue }
    }
    /// The format of the answer: text, JSON, or JSON that conforms to a schema.
    public var responseFormat: ResponseFormat? {
        get { boxedUncommon.read { $0.responseFormat } }
        set { uncommon.responseFormat = newValue }
    }
    /// The amount of reasoning before the answer.
    public var reasoningEffort: ReasoningEffort? {
        get { boxedUncommon.read { $0.reasoningEffort } }
        set { uncommon.reasoningEffort = newValue }
    }
    /// The verbosity of the answer.
    public var verbosity: Verbosity? {
        get { boxedUncommon.read { $0.verbosity } }
        set { uncommon.verbosity = newValue }
    }
    /// The output modalities. The default is text only.
    public var modalities: [Modality]? {
        get { boxedUncommon.read { $0.modalities } }
        set { uncommon.modalities = newValue }
    }
    /// The settings for spoken output. They are required if `modalities` contains `audio`.
    public var audio: AudioOutput? {
        get { boxedUncommon.read { $0.audio } }
        set { uncommon.audio = newValue }
    }
    /// Text that is expected to make up most of the answer.
    public var prediction: PredictedContent? {
        get { boxedUncommon.read { $0.prediction } }
        set { uncommon.prediction = newValue }
    }
    /// The settings for web search, on models that support it.
    public var webSearchOptions: WebSearchOptions? {
        get { boxedUncommon.read { $0.webSearchOptions } }
        set { uncommon.webSearchOptions = newValue }
    }
    /// The moderation options for the request and its answer.
    public var moderation: ModerationOptions? {
        get { boxedUncommon.read { $0.moderation } }
        set { uncommon.moderation = newValue }
    }
    /// The service tier, which determines the speed and price of the request.
    public var serviceTier: ServiceTier? {
        get { boxedUncommon.read { $0.serviceTier } }
        set { uncommon.serviceTier = newValue }
    }
    /// Whether the server stores the completion for later retrieval, distillation or evaluation.
    public var store: Bool? {
        get { boxedUncommon.read { $0.store } }
        set { uncommon.store = newValue }
    }
    /// Up to 16 key-value pairs to store with the completion.
    ///
    /// A key can be at most 64 characters long, and a value at most 512 characters.
    public var metadata: [String: String]? {
        get { boxedUncommon.read { $0.metadata } }
        set { uncommon.metadata = newValue }
    }
    /// A key for requests that share a prompt prefix. Using the same key improves their cache hit rate.
    public var promptCacheKey: String? {
        get { boxedUncommon.read { $0.promptCacheKey } }
        set { uncommon.promptCacheKey = newValue }
    }
    /// The settings for prompt caching.
    public var promptCacheOptions: PromptCacheOptions? {
        get { boxedUncommon.read { $0.promptCacheOptions } }
        set { uncommon.promptCacheOptions = newValue }
    }
    /// The retention of the cached prompt; deprecated in favor of `promptCacheOptions`.
    public var promptCacheRetention: PromptCacheRetention? {
        get { boxedUncommon.read { $0.promptCacheRetention } }
        set { uncommon.promptCacheRetention = newValue }
    }
    /// A stable identifier of the end user, such as a hashed user name, which helps the provider detect abuse.
    public var safetyIdentifier: String? {
        get { boxedUncommon.read { $0.safetyIdentifier } }
        set { uncommon.safetyIdentifier = newValue }
    }
    /// An identifier of the end user; deprecated in favor of `safetyIdentifier` and `promptCacheKey`.
    public var user: String? {
        get { boxedUncommon.read { $0.user } }
        set { uncommon.user = newValue }
    }
    /// Whether the answer is streamed. The client overrides this property: `create` removes it, and `stream` sets it to
    /// `true`.
    public var stream: Bool?
    /// The streaming options, which are allowed only if `stream` is `true`.
    public var streamOptions: StreamOptions?

    private var boxedUncommon = Boxed<UncommonParameters>()

    /// The parameters that most requests do not set. No memory is allocated if all of these parameters are unset.
    var uncommon: UncommonParameters {
        get { boxedUncommon.value ?? UncommonParameters() }
        set { boxedUncommon.value = newValue == UncommonParameters() ? nil : newValue }
    }

    /// Whether any of the uncommon parameters is set.
    var hasUncommonParameters: Bool { !boxedUncommon.isEmpty }

    /// Creates a request. Other parameters can be set as properties.
    public init(model: String, messages: [ChatMessage]) {
        self.model = model
        self.messages = messages
    }
}
