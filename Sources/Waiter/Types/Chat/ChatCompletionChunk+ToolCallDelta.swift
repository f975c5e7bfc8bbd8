extension ChatCompletionChunk {
    /// A piece of a tool call; arguments and input are to be appended to what came before.
    public struct ToolCallDelta: Sendable, Hashable {
        /// The place among the message's tool calls; nil when the server leaves it out.
        public var index: Int?
        /// The ID of the call; most servers send it once.
        public var id: String?
        /// The kind of call, `function` or `custom`; most servers send it once.
        public var type: String?
        /// A piece of the call of a function.
        public var function: FunctionDelta?
        /// A piece of the call of a custom tool.
        public var custom: CustomDelta?
        /// The whole piece as it stood on the wire, when its kind is one that this version does not know.
        public var unknown: JSONValue?

        /// Makes a piece of a tool call.
        public init(
            index: Int? = nil,
            id: String? = nil,
            type: String? = nil,
            function: FunctionDelta? = nil,
            custom: CustomDelta? = nil,
            unknown: JSONValue? = nil
        ) {
            self.index = index
            self.id = id
            self.type = type
            self.function = function
            self.custom = custom
            self.unknown = unknown
        }

        /// Whether a kind is one for which `unknown` is nil: a known one, or none.
        static func isKnown(type: String?) -> Bool {
            switch type {
            case nil, "", "function", "custom": true
            default: false
            }
        }
    }

    /// A piece of the call of a function.
    public struct FunctionDelta: Codable, Sendable, Hashable {
        /// The function's name; most servers send it once.
        public var name: String?
        /// More of the arguments' JSON text.
        public var arguments: String?

        /// Makes a piece of a call.
        public init(name: String? = nil, arguments: String? = nil) {
            self.name = name
            self.arguments = arguments
        }
    }

    /// A piece of the call of a custom tool.
    public struct CustomDelta: Codable, Sendable, Hashable {
        /// The tool's name; sent once.
        public var name: String?
        /// More of the input.
        public var input: String?

        /// Makes a piece of a call.
        public init(name: String? = nil, input: String? = nil) {
            self.name = name
            self.input = input
        }
    }

    /// A piece of a spoken answer.
    public struct AudioDelta: Codable, Sendable, Hashable {
        /// The ID by which a later message refers to the answer; sent once.
        public var id: String?
        /// More of the sound, in base64.
        public var data: String?
        /// Until when the ID is valid, in seconds since 1970; sent at the end.
        public var expiresAt: Int?
        /// More of what is said.
        public var transcript: String?

        /// Makes a piece of a spoken answer.
        public init(id: String? = nil, data: String? = nil, expiresAt: Int? = nil, transcript: String? = nil) {
            self.id = id
            self.data = data
            self.expiresAt = expiresAt
            self.transcript = transcript
        }
    }
}

extension ChatCompletionChunk.ToolCallDelta: Codable {
    private enum CodingKeys: String, CodingKey { case index, id, type, function, custom }

    /// Reads a piece; each field may be missing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            index: try container.integer(forKey: .index),
            id: try container.text(forKey: .id),
            type: try container.text(forKey: .type)
        )
        guard Self.isKnown(type: type) else {
            unknown = try JSONValue(from: decoder)
            return
        }
        function = container.side(ChatCompletionChunk.FunctionDelta.self, forKey: .function)
        custom = container.side(ChatCompletionChunk.CustomDelta.self, forKey: .custom)
    }

    /// Writes the piece; one of an unknown kind as it was read.
    public func encode(to encoder: any Encoder) throws {
        if let unknown { return try unknown.encode(to: encoder) }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(index, forKey: .index)
        try container.encodeIfPresent(id, forKey: .id)
        try container.encodeIfPresent(type, forKey: .type)
        try container.encodeIfPresent(function, forKey: .function)
        try container.encodeIfPresent(custom, forKey: .custom)
    }
}

extension ChatCompletionChunk.FunctionDelta {
    private enum CodingKeys: String, CodingKey { case name, arguments }

    /// Reads a piece; arguments sent as an object become its JSON text.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.text(forKey: .name)
        arguments = try container.text(forKey: .arguments)
    }
}

extension ChatCompletionChunk.CustomDelta {
    private enum CodingKeys: String, CodingKey { case name, input }

    /// Reads a piece; each field may be missing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.text(forKey: .name)
        input = try container.text(forKey: .input)
    }
}

extension ChatCompletionChunk.AudioDelta {
    private enum CodingKeys: String, CodingKey {
        case id, data
        case expiresAt = "expires_at"
        case transcript
    }

    /// Reads a piece; each field may be missing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.text(forKey: .id)
        data = try container.text(forKey: .data)
        expiresAt = try container.integer(forKey: .expiresAt)
        transcript = try container.text(forKey: .transcript)
    }
}
