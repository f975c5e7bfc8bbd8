/// A tool that the model wants called; the answer to it is a message made by `ChatMessage.tool`.
public enum ToolCall: Codable, Sendable, Hashable {
    /// A call of a function that the request defined.
    case function(Function)
    /// A call of a custom tool, whose input is text of any form.
    case custom(Custom)
    /// A kind of call that this version does not know, as it stood on the wire.
    case unknown(JSONValue)

    /// A call of a function, with the ID by which its result is given back.
    public struct Function: Sendable, Hashable {
        /// The ID of the call; empty when the server gave none.
        public var id: String
        /// The function's name and arguments.
        public var function: FunctionCall

        /// Makes a call of a function.
        public init(id: String, function: FunctionCall) {
            self.id = id
            self.function = function
        }
    }

    /// A call of a custom tool, with the ID by which its result is given back.
    public struct Custom: Sendable, Hashable {
        /// The ID of the call; empty when the server gave none.
        public var id: String
        /// The tool's name and input.
        public var custom: CustomToolCall

        /// Makes a call of a custom tool.
        public init(id: String, custom: CustomToolCall) {
            self.id = id
            self.custom = custom
        }
    }

    /// Makes a call of a function with arguments in JSON.
    public static func function(id: String, name: String, arguments: String) -> ToolCall {
        .function(Function(id: id, function: FunctionCall(name: name, arguments: arguments)))
    }

    /// Makes a call of a custom tool with its input.
    public static func custom(id: String, name: String, input: String) -> ToolCall {
        .custom(Custom(id: id, custom: CustomToolCall(name: name, input: input)))
    }

    /// The ID by which the call's result is given back; empty when the server gave none.
    public var id: String {
        switch self {
        case .function(let call): call.id
        case .custom(let call): call.id
        case .unknown(let call): call["id"]?.stringValue ?? ""
        }
    }

    /// The kind of call as it stands on the wire; empty for an unknown call without one.
    public var type: String {
        switch self {
        case .function: "function"
        case .custom: "custom"
        case .unknown(let call): call["type"]?.stringValue ?? ""
        }
    }

    /// The function's name and arguments, or nil when this calls no function.
    public var function: FunctionCall? {
        if case .function(let call) = self { call.function } else { nil }
    }

    /// The custom tool's name and input, or nil when this calls no custom tool.
    public var custom: CustomToolCall? {
        if case .custom(let call) = self { call.custom } else { nil }
    }
}

extension ToolCall {
    private enum CodingKeys: String, CodingKey { case id, type, function, custom }

    /// Reads a call; one without a type is of the kind whose member it has.
    public init(from decoder: any Decoder) throws {
        guard let container = try? decoder.container(keyedBy: CodingKeys.self) else {
            self = .unknown(try JSONValue(from: decoder))
            return
        }
        let tag = decoder.typeTag ?? ""
        if ["function", ""].contains(tag), try container.isPresent(.function) {
            let call = try container.decode(FunctionCall.self, forKey: .function)
            self = .function(Function(id: try container.text(forKey: .id) ?? "", function: call))
        } else if ["custom", ""].contains(tag), try container.isPresent(.custom) {
            let call = try container.decode(CustomToolCall.self, forKey: .custom)
            self = .custom(Custom(id: try container.text(forKey: .id) ?? "", custom: call))
        } else {
            self = .unknown(try JSONValue(from: decoder))
        }
    }

    /// Writes the call; one of an unknown kind as it was read.
    public func encode(to encoder: any Encoder) throws {
        if case .unknown(let value) = self { return try value.encode(to: encoder) }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(type, forKey: .type)
        try container.encodeIfPresent(function, forKey: .function)
        try container.encodeIfPresent(custom, forKey: .custom)
    }
}
