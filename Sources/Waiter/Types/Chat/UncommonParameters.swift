/// The parameters of a chat completion request that most requests do not set.
///
/// These parameters are stored on the heap because asynchronous functions reserve space for each copy of a request.
struct UncommonParameters: Sendable, Hashable {
    var stop: Nullable<StopSequences>?
    var presencePenalty: Double?
    var frequencyPenalty: Double?
    var logitBias: [Int: Double]?
    var logprobs: Bool?
    var topLogprobs: Int?
    var toolChoice: ToolChoice?
    var parallelToolCalls: Bool?
    var functions: [FunctionDefinition]?
    var functionCall: FunctionCallChoice?
    var responseFormat: ResponseFormat?
    var reasoningEffort: ReasoningEffort?
    var verbosity: Verbosity?
    var modalities: [Modality]?
    var audio: AudioOutput?
    var prediction: PredictedContent?
    var webSearchOptions: WebSearchOptions?
    var moderation: ModerationOptions?
    var serviceTier: ServiceTier?
    var store: Bool?
    var metadata: [String: String]?
    var promptCacheKey: String?
    var promptCacheOptions: PromptCacheOptions?
    var promptCacheRetention: PromptCacheRetention?
    var safetyIdentifier: String?
    var user: String?
}
