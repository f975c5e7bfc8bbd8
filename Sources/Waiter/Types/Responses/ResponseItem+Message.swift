extension ResponseItem {
    /// A message from the user, the developer or the model.
    public struct Message: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// Creates a message with text.
        public init(role: Role, text: String) {
            json = ["type": "message", "role": .string(role.rawValue), "content": .string(text)]
        }

        /// Creates a message with content parts.
        public init(role: Role, parts: [ResponseContentPart]) {
            json = ["type": "message", "role": .string(role.rawValue)]
            self.parts = parts
        }

        /// The purpose of a message from the model.
        public struct Phase: ExtensibleEnum {
            /// A remark made before the answer is complete, for example before a tool call.
            public static let commentary = Phase(rawValue: "commentary")
            /// The final answer.
            public static let finalAnswer = Phase(rawValue: "final_answer")

            /// The string sent on the wire.
            public let rawValue: String

            /// Creates a phase from the string sent on the wire; unknown values are allowed.
            public init(rawValue: String) { self.rawValue = rawValue }
        }

        /// The ID assigned by the server.
        public var id: String? { self["id"] }

        /// The role of the author, or `assistant` if the role is absent.
        public var role: Role {
            get { self["role"] ?? .assistant }
            set { self["role"] = newValue }
        }

        /// The status of the message.
        public var status: Status? { self["status"] }

        /// The purpose of a message from the model. If the message is sent back, the purpose must be sent back with it.
        public var phase: Phase? {
            get { self["phase"] }
            set { self["phase"] = newValue }
        }

        /// The content. A string is returned as a single part.
        public var parts: [ResponseContentPart] {
            get {
                guard let text = json["content"]?.stringValue else { return elements("content") }
                return [role == .assistant ? .outputText(text) : .inputText(text)]
            }
            set { self["content"] = newValue }
        }

        /// The joined text of all content parts, without refusals.
        public var text: String {
            json["content"]?.stringValue ?? parts.reduce(into: "") { $0 += $1.text ?? "" }
        }

        /// The model's refusal, or `nil` if the model did not refuse.
        public var refusal: String? {
            let refusals = parts.compactMap(\.refusal)
            return refusals.isEmpty ? nil : refusals.joined()
        }

        /// The citations in the content.
        public var annotations: [ResponseAnnotation] { parts.flatMap(\.annotations) }
    }

    /// Creates a user message.
    public static func user(_ text: String) -> ResponseItem { .message(Message(role: .user, text: text)) }

    /// Creates a user message from content parts.
    public static func user(_ parts: [ResponseContentPart]) -> ResponseItem {
        .message(Message(role: .user, parts: parts))
    }

    /// Creates a developer message, whose instructions take precedence over the user's.
    public static func developer(_ text: String) -> ResponseItem { .message(Message(role: .developer, text: text)) }

    /// Creates a system message.
    public static func system(_ text: String) -> ResponseItem { .message(Message(role: .system, text: text)) }

    /// Creates an assistant message for use in a conversation history.
    public static func assistant(_ text: String) -> ResponseItem { .message(Message(role: .assistant, text: text)) }

    /// Creates the result of a function call.
    public static func functionCallOutput(callID: String, output: Output) -> ResponseItem {
        .functionCallOutput(FunctionCallOutput(callID: callID, output: output))
    }

    /// Creates the result of a function call from text.
    public static func functionCallOutput(callID: String, output: String) -> ResponseItem {
        functionCallOutput(callID: callID, output: .text(output))
    }

    /// Creates the result of a custom tool call.
    public static func customToolCallOutput(callID: String, output: Output) -> ResponseItem {
        .customToolCallOutput(CustomToolCallOutput(callID: callID, output: output))
    }

    /// Creates a reference to an item stored on the server.
    public static func itemReference(id: String) -> ResponseItem { .itemReference(ItemReference(id: id)) }
}
