/// A request to generate a response: `POST /responses`.
///
///     var request = ResponsesRequest(model: "gpt-6.1-sol", input: "What is an API?")
///     request.reasoning = ReasoningOptions(effort: .low, summary: .auto)
///     request.store = false
///     request.include = [.encryptedReasoning]
///
/// Only the properties that are set are sent.
public struct ResponsesRequest: Codable, Sendable, Hashable {
    /// The ID of the model. It can be `nil` only if a `prompt` or a `conversation` determines the model.
    public var model: String?
    /// The input: text or items. It can be `nil` only if a `prompt` is set.
    public var input: ResponseInput?
    /// The developer's instructions. If `previousResponseID` is set, the previous response's instructions are not
    /// carried over.
    public var instructions: String?
    /// The ID of a stored response to continue.
    public var previousResponseID: String?
    /// The server-side conversation to continue.
    public var conversation: ConversationReference?
    /// A prompt template stored on the server.
    public var prompt: PromptTemplate?

    /// The maximum number of generated tokens, including reasoning tokens.
    public var maxOutputTokens: Int?
    /// The maximum number of calls to hosted tools.
    public var maxToolCalls: Int?
    /// The sampling temperature, from 0 to 2.
    public var temperature: Double?
    /// The probability mass considered in sampling, from 0 to 1.
    public var topP: Double?
    /// The number of most likely tokens to report at each position, from 0 to 20.
    public var topLogprobs: Int?
    /// The settings for the model's reasoning.
    public var reasoning: ReasoningOptions?
    /// The format and the verbosity of the text.
    public var text: ResponseTextOptions?

    /// The tools that the model may use.
    public var tools: [ResponseTool]?
    /// The tools that the model may or must use.
    public var toolChoice: ResponseToolChoice?
    /// Whether the model may call several tools at once.
    public var parallelToolCalls: Bool?

    /// Additional output to include in the response.
    public var include: [ResponseInclude]?
    /// The strategy for input that exceeds the model's context window.
    public var truncation: Truncation?
    /// The rules by which the server shortens long conversations.
    public var contextManagement: [ContextManagement]?
    /// The settings for images in the input.
    public var image: JSONValue?

    /// Whether the server stores the response. The default is `true`. Background responses must be stored.
    public var store: Bool?
    /// Whether the server generates the response in the background. See also `client.responses.wait(for:)`.
    public var background: Bool?
    /// The settings for a background response.
    public var backgroundOptions: BackgroundOptions?
    /// The processing tier.
    public var serviceTier: ServiceTier?
    /// Moderation settings.
    public var moderation: ModerationOptions?
    /// Up to 16 key-value pairs to store with the response.
    public var metadata: [String: String]?
    /// A key for requests that share a prompt prefix. Using the same key improves their cache hit rate.
    public var promptCacheKey: String?
    /// Prompt caching settings.
    public var promptCacheOptions: PromptCacheOptions?
    /// The retention of cached prompts; deprecated by the API.
    public var promptCacheRetention: PromptCacheRetention?
    /// A stable identifier of the end user. It must not contain personal data.
    public var safetyIdentifier: String?
    /// An identifier of the end user; deprecated in favor of `safetyIdentifier` and `promptCacheKey`.
    public var user: String?
    /// The access programs for restricted models.
    public var accessPrograms: JSONValue?
    /// Whether the response is streamed. The methods `create` and `stream` set this property.
    public var stream: Bool?
    /// Options for a stream.
    public var streamOptions: StreamOptions?

    /// Creates a request.
    public init(model: String, input: ResponseInput) {
        self.model = model
        self.input = input
    }

    /// Creates a request from items.
    public init(model: String, items: [ResponseItem]) {
        self.init(model: model, input: .items(items))
    }

    /// Creates a request from a prompt template stored on the server.
    public init(prompt: PromptTemplate) {
        self.prompt = prompt
    }

    private enum CodingKeys: String, CodingKey {
        case model, input, instructions, conversation, prompt, temperature, reasoning, text, tools, include, truncation
        case image, store, background, moderation, metadata, user, stream
        case previousResponseID = "previous_response_id"
        case maxOutputTokens = "max_output_tokens"
        case maxToolCalls = "max_tool_calls"
        case topP = "top_p"
        case topLogprobs = "top_logprobs"
        case toolChoice = "tool_choice"
        case parallelToolCalls = "parallel_tool_calls"
        case contextManagement = "context_management"
        case backgroundOptions = "background_options"
        case serviceTier = "service_tier"
        case promptCacheKey = "prompt_cache_key"
        case promptCacheOptions = "prompt_cache_options"
        case promptCacheRetention = "prompt_cache_retention"
        case safetyIdentifier = "safety_identifier"
        case accessPrograms = "access_programs"
        case streamOptions = "stream_options"
    }
}
