/// A request to count the input tokens that would be used to generate a response: `POST /responses/input_tokens`.
public struct InputTokenCountRequest: Codable, Sendable, Hashable {
    /// The ID of the model.
    public var model: String?
    /// The input: text or items.
    public var input: ResponseInput?
    /// The developer's instructions.
    public var instructions: String?
    /// The ID of the stored response to continue.
    public var previousResponseID: String?
    /// The server-side conversation to continue.
    public var conversation: ConversationReference?
    /// The tools that the model may use.
    public var tools: [ResponseTool]?
    /// The tools that the model may or must use.
    public var toolChoice: ResponseToolChoice?
    /// Whether the model may call several tools at once.
    public var parallelToolCalls: Bool?
    /// The settings for the model's reasoning.
    public var reasoning: ReasoningOptions?
    /// The format and the verbosity of the text.
    public var text: ResponseTextOptions?
    /// The strategy for input that exceeds the model's context window.
    public var truncation: ResponsesRequest.Truncation?
    /// The personality of the model, such as `friendly` or `pragmatic`.
    public var personality: String?

    /// Creates a request.
    public init(model: String, input: ResponseInput) {
        self.model = model
        self.input = input
    }

    /// Creates a request that counts the input tokens of the given request.
    public init(_ request: ResponsesRequest) {
        model = request.model
        input = request.input
        instructions = request.instructions
        previousResponseID = request.previousResponseID
        conversation = request.conversation
        tools = request.tools
        toolChoice = request.toolChoice
        parallelToolCalls = request.parallelToolCalls
        reasoning = request.reasoning
        text = request.text
        truncation = request.truncation
    }

    private enum CodingKeys: String, CodingKey {
        case model, input, instructions, conversation, tools, reasoning, text, truncation, personality
        case previousResponseID = "previous_response_id"
        case toolChoice = "tool_choice"
        case parallelToolCalls = "parallel_tool_calls"
    }
}
