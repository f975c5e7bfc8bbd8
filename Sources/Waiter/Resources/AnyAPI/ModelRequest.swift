/// A request to a model through the Chat Completions API or the Responses API. Messages, tools and a response format
/// are added in the format of chat completions.
///
/// With this type, typed answers and tool loops need only one implementation for both APIs.
struct ModelRequest: Sendable, Hashable {
    /// The chat completion request. With the Responses API, it contains the members that are added to `responses`.
    var chat: ChatCompletionRequest
    /// The request for the Responses API, without its tools and tool choice, or `nil` for chat completions.
    private(set) var responses: ResponsesRequest?

    init(_ chat: ChatCompletionRequest, addedTo responses: ResponsesRequest? = nil) {
        (self.chat, self.responses) = (chat, responses)
    }

    init(_ request: ResponsesRequest) {
        var (chat, rest) = (ChatCompletionRequest(model: request.model ?? "", messages: []), request)
        chat.serviceTier = request.serviceTier
        chat.tools = request.tools?.map { .unknown($0.json) }
        chat.toolChoice = request.toolChoice.map(ToolChoice.init)
        chat.parallelToolCalls = request.parallelToolCalls
        (rest.tools, rest.toolChoice, rest.parallelToolCalls) = (nil, nil, nil)
        self.init(chat, addedTo: rest)
    }

    /// Returns the operation that generates a complete answer.
    func operation(thinkTags: ChatCompletion.ThinkTags) -> APIOperation<ChatCompletion> {
        guard let converted else { return .chatCompletion(chat, thinkTags: thinkTags) }
        var operation = APIOperation.chatCompletion(over: converted)
        if converted.background == true {
            operation.validate = { _ in
                throw OpenAIError(
                    .invalidRequest,
                    "a background response has no answer yet; set background to false, or stream the answer"
                )
            }
        }
        return operation
    }

    /// Returns the operation that streams an answer.
    func streamOperation(thinkTags: ChatCompletion.ThinkTags) -> APIOperation<EventStream<ChatCompletionChunk>> {
        converted.map(APIOperation.chatCompletionStream(over:)) ?? .chatCompletionStream(chat, thinkTags: thinkTags)
    }

    /// The request that is sent to the Responses API, or `nil` for chat completions.
    ///
    /// If the conversation is stored on the server, only the messages after the last answer are sent, because the
    /// server already has the earlier messages.
    private var converted: ResponsesRequest? {
        guard var request = responses else { return nil }
        var chat = chat
        var given = request.input?.items ?? []
        if request.conversation != nil, let last = chat.messages.lastIndex(where: { $0.role == .assistant }) {
            chat.messages.removeSubrange(...last)
            given = []
        }
        let added = ResponsesRequest(chat)
        if !chat.messages.isEmpty {
            // The instructions for schema-based tools come first.
            let instructions = chat.messages.prefix { $0.role == .system }.count
            let items = added.input?.items ?? []
            // A compaction item in an answer replaces the input before it. This does not apply if the server itself
            // supplies the earlier input.
            if request.previousResponseID == nil, chat.messages.contains(where: \.isCompacted) {
                given.removeAll { !$0.isInstruction }
            }
            request.input = .items(items.prefix(instructions) + given + items.dropFirst(instructions))
        }
        (request.tools, request.toolChoice) = (added.tools, added.toolChoice)
        request.parallelToolCalls = added.parallelToolCalls
        if let format = added.text?.format {
            request.text = request.text ?? ResponseTextOptions()
            request.text?.format = format
        }
        return request
    }
}

extension ResponsesRequest {
    /// A copy that sets `store` to `false` and requests encrypted reasoning.
    ///
    /// `store` is changed only if the request does not set `store`, `previousResponseID`, `conversation` or
    /// `background`. Encrypted reasoning is requested only if `store` is `false`.
    var withoutState: ResponsesRequest {
        var request = self
        if store == nil, previousResponseID == nil, conversation == nil, background != true { request.store = false }
        guard request.store == false, include?.contains(.encryptedReasoning) != true else { return request }
        request.include = (include ?? []) + [.encryptedReasoning]
        return request
    }
}

extension ToolChoice {
    fileprivate init(_ choice: ResponseToolChoice) {
        switch choice {
        case .none: self = .none
        case .auto: self = .auto
        case .required: self = .required
        case .function(let name): self = .function(name)
        case .custom(let name): self = .custom(name)
        case .allowedTools(let mode, let tools):
            self = .allowedTools(mode: mode, tools: tools.map(Reference.init))
        case .mcp, .hosted, .unknown: self = .unknown(choice.json)
        }
    }
}

extension ToolChoice.Reference {
    fileprivate init(_ choice: ResponseToolChoice) {
        switch choice {
        case .function(let name): self = .function(name)
        case .custom(let name): self = .custom(name)
        default: self = .unknown(choice.json)
        }
    }
}
