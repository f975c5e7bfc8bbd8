/// A message in a request's conversation.
///
///     let messages: [ChatMessage] = [
///         .system("Be brief."),
///         .user([.text("What is this?"), .imageURL("https://example.com/cat.png", detail: .low)]),
///     ]
///
/// This type represents messages of all roles. Messages with unrecognized roles preserve all of their members.
public struct ChatMessage: Sendable, Hashable {
    /// The author of the message.
    public var role: Role
    /// The content, or `nil` for an assistant message that has only tool calls.
    public var content: ChatContent?
    /// The name of the author, which distinguishes participants with the same role. In a message with the role
    /// `function`, this is the name of the function.
    public var name: String?
    /// The assistant's refusal message.
    public var refusal: String?
    /// The assistant's tool calls, or an empty array if there are none.
    public var toolCalls: [ToolCall] = []
    /// The ID of the tool call to which a message with the role `tool` responds.
    public var toolCallID: String?
    /// The ID of a previous spoken answer by the assistant.
    public var audioID: String?
    /// The assistant's reasoning, for servers that require the reasoning to be sent back. OpenAI does not accept
    /// reasoning.
    ///
    /// The reasoning is encoded as `reasoning_content`, which DeepSeek and vLLM accept.
    public var reasoning: String?
    /// The assistant's function call; deprecated in favor of `toolCalls`.
    public var functionCall: FunctionCall?
    /// Additional members of the JSON object, such as DeepSeek's `prefix`. Members for which this type has a property
    /// are ignored.
    public var additionalFields: JSONObject = [:]
    /// The Responses API items that this message represents. The array is empty if the message's other properties can
    /// represent all of the items.
    ///
    /// Requests to the Responses API contain the items in their original positions. Chat completion requests omit them.
    public var responseItems: [JSONValue] = []

    /// Creates a message of any role.
    public init(role: Role, content: ChatContent? = nil, name: String? = nil) {
        self.role = role
        self.content = content
        self.name = name
    }

    /// The message's text, or an empty string if there is no text. If the content has several text parts, they are
    /// joined.
    public var text: String { content?.text ?? "" }
}

extension ChatMessage {
    /// Creates a message with application instructions for reasoning models. For other models, use `system`.
    public static func developer(_ content: String, name: String? = nil) -> ChatMessage {
        ChatMessage(role: .developer, content: .text(content), name: name)
    }

    /// Creates a developer message from content parts.
    public static func developer(_ content: [ChatContentPart], name: String? = nil) -> ChatMessage {
        ChatMessage(role: .developer, content: .parts(content), name: name)
    }

    /// Creates a message with application instructions.
    public static func system(_ content: String, name: String? = nil) -> ChatMessage {
        ChatMessage(role: .system, content: .text(content), name: name)
    }

    /// Creates a system message from content parts.
    public static func system(_ content: [ChatContentPart], name: String? = nil) -> ChatMessage {
        ChatMessage(role: .system, content: .parts(content), name: name)
    }

    /// Creates a user message.
    public static func user(_ content: String, name: String? = nil) -> ChatMessage {
        ChatMessage(role: .user, content: .text(content), name: name)
    }

    /// Creates a user message from parts such as text, images, audio and files.
    public static func user(_ content: [ChatContentPart], name: String? = nil) -> ChatMessage {
        ChatMessage(role: .user, content: .parts(content), name: name)
    }

    /// Creates an assistant message.
    public static func assistant(_ content: String, name: String? = nil) -> ChatMessage {
        ChatMessage(role: .assistant, content: .text(content), name: name)
    }

    /// Creates an assistant message with tool calls or audio. To send an answer back, use `ChatMessage(message)`
    /// instead.
    public static func assistant(
        content: ChatContent? = nil,
        refusal: String? = nil,
        toolCalls: [ToolCall] = [],
        audioID: String? = nil,
        name: String? = nil
    ) -> ChatMessage {
        var message = ChatMessage(role: .assistant, content: content, name: name)
        message.refusal = refusal
        message.toolCalls = toolCalls
        message.audioID = audioID
        return message
    }

    /// Creates a message with the result of a tool call.
    public static func tool(_ content: String, toolCallID: String) -> ChatMessage {
        var message = ChatMessage(role: .tool, content: .text(content))
        message.toolCallID = toolCallID
        return message
    }

    /// Creates a message with the result of a tool call, given as content parts.
    public static func tool(_ content: [ChatContentPart], toolCallID: String) -> ChatMessage {
        var message = ChatMessage(role: .tool, content: .parts(content))
        message.toolCallID = toolCallID
        return message
    }

    /// Creates a message with a function's result; deprecated in favor of `tool`.
    public static func function(_ content: String, name: String) -> ChatMessage {
        ChatMessage(role: .function, content: .text(content), name: name)
    }

    /// Creates a request message with the content, refusal, tool calls and audio ID of the model's answer.
    ///
    /// By default, the reasoning is dropped, because OpenAI rejects it. DeepSeek requires the reasoning to be sent back
    /// between tool calls.
    public init(_ message: ChatCompletion.Message, name: String? = nil, keepsReasoning: Bool = false) {
        self.init(role: message.role, content: message.content.map(ChatContent.text), name: name)
        refusal = message.refusal
        toolCalls = message.toolCalls
        audioID = message.audio.flatMap { $0.id.isEmpty ? nil : $0.id }
        functionCall = message.functionCall
        responseItems = message.responseItems
        if keepsReasoning { reasoning = message.reasoning }
    }
}

extension ChatCompletion.Message {
    /// A request message with the content of this answer.
    public var asRequestMessage: ChatMessage { ChatMessage(self) }
}
