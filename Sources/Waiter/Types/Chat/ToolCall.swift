/// A tool call requested by the model. To return its result, use `ChatMessage.tool`.
public enum ToolCall: Codable, Sendable, Hashable {
    /// A call to a function defined in the request.
    case function(Function)
    /// A call to a custom tool, with free-form input.
    case custom(Custom)
    /// An unrecognized call, as raw JSON.
    case unknown(JSONValue)

    /// A function call, including the ID that links the call to its result.
    public struct Function: Sendable, Hashable {
        /// The call's ID, or an empty string if the server does not send one.
        public var id: String
        /// The function's name and arguments.
        public var function: FunctionCall

        /// Creates a function call.
        public init(id: String, function: FunctionCall) {
            self.id = id
            self.function = function
        }
    }

    /// A custom tool call, including the ID that links the call to its result.
    public struct Custom: Sendable, Hashable {
        /// The call's ID, or an empty string if the server does not send one.
        public var id: String
        /// The tool's name and input.
        public var custom: CustomToolCall

        /// Creates a custom tool call.
        public init(id: String, custom: CustomToolCall) {
            self.id = id
            self.custom = custom
        }
    }

    /// Creates a function call with JSON arguments.
    public static func function(id: String, name: String, arguments: String) -> ToolCall {
        .function(Function(id: id, function: FunctionCall(name: name, arguments: arguments)))
    }

    /// Creates a custom tool call.
    public static func custom(id: String, name: String, input: String) -> ToolCall {
        .custom(Custom(id: id, custom: CustomToolCall(name: name, input: input)))
    }

    /// The ID that links the call to its result, or an empty string if the server does not send an ID.
    public var id: String {
        switch self {
        case .function(let call): call.id
        case .custom(let call): call.id
        case .unknown(let call): Self.id(ofUnknown: call)
        }
    }

    /// Returns the ID of an unrecognized call. Responses API items have both an item ID and a call ID.
    private static func id(ofUnknown call: JSONValue) -> String {
        let id = call["id"]?.stringValue
        let callID = call["call_id"]?.stringValue
        // The output of a local shell call refers to the item ID instead of the call ID.
        let refersToItem = call["type"]?.stringValue == "local_shell_call"
        return (refersToItem ? id ?? callID : callID ?? id) ?? ""
    }

    /// The call's `type` member, or an empty string if an unknown call has no such member.
    public var type: String {
        switch self {
        case .function: "function"
        case .custom: "custom"
        case .unknown(let call): call["type"]?.stringValue ?? ""
        }
    }

    /// The function's name and arguments, or `nil` for other types of calls.
    public var function: FunctionCall? {
        if case .function(let call) = self { call.function } else { nil }
    }

    /// The custom tool's name and input, or `nil` for other types of calls.
    public var custom: CustomToolCall? {
        if case .custom(let call) = self { call.custom } else { nil }
    }
}

extension ToolCall {
    private enum CodingKeys: String, CodingKey { case id, type, function, custom }

    /// Decodes a call. If the call has no `type`, the type is inferred from the other members.
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

    /// Encodes the call. An unrecognized call is encoded unchanged.
    public func encode(to encoder: any Encoder) throws {
        if case .unknown(let value) = self { return try value.encode(to: encoder) }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(type, forKey: .type)
        try container.encodeIfPresent(function, forKey: .function)
        try container.encodeIfPresent(custom, forKey: .custom)
    }
}
