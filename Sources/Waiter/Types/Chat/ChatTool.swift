/// A tool that the model may call.
public enum ChatTool: Codable, Sendable, Hashable {
    /// A function, called with JSON arguments.
    case function(FunctionDefinition)
    /// A custom tool, called with text.
    case custom(CustomToolDefinition)
    /// An unrecognized tool, as raw JSON.
    case unknown(JSONValue)

    /// Creates a function tool.
    public static func function(
        name: String,
        description: String? = nil,
        parameters: JSONValue? = nil,
        strict: Bool? = nil
    ) -> ChatTool {
        .function(
            FunctionDefinition(name: name, description: description, parameters: parameters, strict: strict)
        )
    }

    /// Creates a custom tool.
    public static func custom(
        name: String,
        description: String? = nil,
        format: CustomToolDefinition.Format? = nil
    ) -> ChatTool {
        .custom(CustomToolDefinition(name: name, description: description, format: format))
    }

    /// The tool's name. For an unrecognized tool, this is the value of the `name` member, or an empty string if there
    /// is no such member.
    public var name: String {
        switch self {
        case .function(let definition): definition.name
        case .custom(let definition): definition.name
        case .unknown(let json): json["name"]?.stringValue ?? ""
        }
    }

    private enum CodingKeys: String, CodingKey { case type, function, custom }

    /// Decodes a tool of any type.
    public init(from decoder: any Decoder) throws {
        let tag = decoder.typeTag
        if tag == "function" || tag == "custom" {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            // Tools in the Responses API have the same types, but they do not have a `function` or `custom` member.
            if tag == "function", container.contains(.function) {
                self = .function(try container.decode(FunctionDefinition.self, forKey: .function))
                return
            }
            if tag == "custom", container.contains(.custom) {
                self = .custom(try container.decode(CustomToolDefinition.self, forKey: .custom))
                return
            }
        }
        self = .unknown(try JSONValue(from: decoder))
    }

    /// Encodes the tool. An unrecognized tool is encoded unchanged.
    public func encode(to encoder: any Encoder) throws {
        if case .unknown(let json) = self { return try json.encode(to: encoder) }
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .function(let definition):
            try container.encode("function", forKey: .type)
            try container.encode(definition, forKey: .function)
        case .custom(let definition):
            try container.encode("custom", forKey: .type)
            try container.encode(definition, forKey: .custom)
        case .unknown:
            break
        }
    }
}
