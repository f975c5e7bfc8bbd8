/// A message of the conversation that a request carries.
///
///     let messages: [ChatMessage] = [
///         .system("Be brief."),
///         .user([.text("What is this?"), .imageURL("https://example.com/cat.png", detail: .low)]),
///     ]
///
/// One type for all roles: a message of a role that this version does not know keeps all that it carries.
public struct ChatMessage: Sendable, Hashable {
    /// Who wrote it.
    public var role: Role
    /// What it says; nil for an assistant's message that has tool calls alone.
    public var content: ChatContent?
    /// The participant's name, to tell several of one role apart; for the role `function`, the function's.
    public var name: String?
    /// What the assistant said when it refused.
    public var refusal: String?
    /// The tools that the assistant called; empty when there are none.
    public var toolCalls: [ToolCall] = []
    /// For the role `tool`, the ID of the call that this answers.
    public var toolCallID: String?
    /// The ID of a spoken answer that the assistant gave before.
    public var audioID: String?
    /// What the assistant thought, for servers that want it back; OpenAI takes none.
    ///
    /// Written as `reasoning_content`, which DeepSeek and vLLM take.
    public var reasoning: String?
    /// The function that the assistant called; deprecated in favour of `toolCalls`.
    public var functionCall: FunctionCall?
    /// Members that have no property here, such as DeepSeek's `prefix`; those that have one are not written from here.
    public var additionalFields: JSONObject = [:]

    /// Makes a message of any role.
    public init(role: Role, content: ChatContent? = nil, name: String? = nil) {
        self.role = role
        self.content = content
        self.name = name
    }

    /// The message's text, parts joined; empty when it has none.
    public var text: String { content?.text ?? "" }
}

extension ChatMessage {
    /// Instructions of the application, for models that reason; others take `system`.
    public static func developer(_ content: String, name: String? = nil) -> ChatMessage {
        ChatMessage(role: .developer, content: .text(content), name: name)
    }

    /// Instructions of the application in parts.
    public static func developer(_ content: [ChatContentPart], name: String? = nil) -> ChatMessage {
        ChatMessage(role: .developer, content: .parts(content), name: name)
    }

    /// Instructions of the application.
    public static func system(_ content: String, name: String? = nil) -> ChatMessage {
        ChatMessage(role: .system, content: .text(content), name: name)
    }

    /// Instructions of the application in parts.
    public static func system(_ content: [ChatContentPart], name: String? = nil) -> ChatMessage {
        ChatMessage(role: .system, content: .parts(content), name: name)
    }

    /// What the user says.
    public static func user(_ content: String, name: String? = nil) -> ChatMessage {
        ChatMessage(role: .user, content: .text(content), name: name)
    }

    /// What the user says and shows: texts, images, sound, files.
    public static func user(_ content: [ChatContentPart], name: String? = nil) -> ChatMessage {
        ChatMessage(role: .user, content: .parts(content), name: name)
    }

    /// What the model said before.
    public static func assistant(_ content: String, name: String? = nil) -> ChatMessage {
        ChatMessage(role: .assistant, content: .text(content), name: name)
    }

    /// What the model said and did before; to give back an answer, `ChatMessage(message)` is shorter.
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

    /// The result of a tool that the model called.
    public static func tool(_ content: String, toolCallID: String) -> ChatMessage {
        var message = ChatMessage(role: .tool, content: .text(content))
        message.toolCallID = toolCallID
        return message
    }

    /// The result of a tool that the model called, in parts.
    public static func tool(_ content: [ChatContentPart], toolCallID: String) -> ChatMessage {
        var message = ChatMessage(role: .tool, content: .parts(content))
        message.toolCallID = toolCallID
        return message
    }

    /// The result of a function; deprecated in favour of `tool`.
    public static func function(_ content: String, name: String) -> ChatMessage {
        ChatMessage(role: .function, content: .text(content), name: name)
    }

    /// The model's answer as a message of the next request: content, refusal, calls and the ID of the audio.
    ///
    /// Reasoning stays behind unless it is asked for: OpenAI refuses it, while DeepSeek wants it back between tool calls.
    public init(_ message: ChatCompletion.Message, name: String? = nil, keepsReasoning: Bool = false) {
        self.init(role: message.role, content: message.content.map(ChatContent.text), name: name)
        refusal = message.refusal
        toolCalls = message.toolCalls
        audioID = message.audio.flatMap { $0.id.isEmpty ? nil : $0.id }
        functionCall = message.functionCall
        if keepsReasoning { reasoning = message.reasoning }
    }
}

extension ChatCompletion.Message {
    /// This answer as a message of the next request.
    public var asRequestMessage: ChatMessage { ChatMessage(self) }
}
