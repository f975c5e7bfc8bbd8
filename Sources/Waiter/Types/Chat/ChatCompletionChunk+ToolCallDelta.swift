extension ChatCompletionChunk {
    /// A tool call update. Arguments and input are appended to the text received so far.
    public struct ToolCallDelta: Sendable, Hashable {
        /// The index of the call among the message's tool calls, or `nil` if the server omits the index.
        public var index: Int?
        /// The call's ID. Most servers send it only once.
        public var id: String?
        /// The type of call: `function` or `custom`. Most servers send it only once.
        public var type: String?
        /// The update to a function call.
        public var function: FunctionDelta?
        /// The update to a custom tool call.
        public var custom: CustomDelta?
        /// The complete update as raw JSON, if its type is unrecognized.
        public var unknown: JSONValue?

        /// Creates a tool call update.
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

        /// Returns whether the type of a call is recognized or absent. In either case, `unknown` is `nil`.
        static func isKnown(type: String?) -> Bool {
            switch type {
            case nil, "", "function", "custom": true
            default: false
            }
        }
    }

    /// A function call update.
    public struct FunctionDelta: Codable, Sendable, Hashable {
        /// The function's name. Most servers send it only once.
        public var name: String?
        /// The JSON text to append to the arguments.
        public var arguments: String?

        /// Creates a function call update.
        public init(name: String? = nil, arguments: String? = nil) {
            self.name = name
            self.arguments = arguments
        }
    }

    /// A custom tool call update.
    public struct CustomDelta: Codable, Sendable, Hashable {
        /// The tool's name, which is sent only once.
        public var name: String?
        /// The text to append to the input.
        public var input: String?

        /// Creates a custom tool call update.
        public init(name: String? = nil, input: String? = nil) {
            self.name = name
            self.input = input
        }
    }

    /// An update to a spoken answer.
    public struct AudioDelta: Codable, Sendable, Hashable {
        /// The ID that later messages use to refer to this audio. The ID is sent only once.
        public var id: String?
        /// The new audio data, base64-encoded.
        public var data: String?
        /// The time at which the ID expires, in seconds since 1970. This time is sent at the end of the spoken answer.
        public var expiresAt: Int?
        /// The transcript to append.
        public var transcript: String?

        /// Creates a spoken answer update.
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

    /// Decodes an update. All members are optional.
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

    /// Encodes the update. An unrecognized update is encoded unchanged.
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

    /// Decodes an update. If the arguments are an object, they are converted to JSON text.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.text(forKey: .name)
        arguments = try container.text(forKey: .arguments)
    }
}

extension ChatCompletionChunk.CustomDelta {
    private enum CodingKeys: String, CodingKey { case name, input }

    /// Decodes an update. All members are optional.
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

    /// Decodes an update. All members are optional.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.text(forKey: .id)
        data = try container.text(forKey: .data)
        expiresAt = try container.integer(forKey: .expiresAt)
        transcript = try container.text(forKey: .transcript)
    }
}
