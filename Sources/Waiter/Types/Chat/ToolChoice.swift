/// The tools that the model may or must call.
///
/// If an optional value is expected, write `ToolChoice.none`, because the compiler interprets a bare `.none` as
/// `Optional.none` and issues a warning.
public enum ToolChoice: Sendable, Hashable {
    /// No tool (the default if the request has no tools).
    case none
    /// The model decides (the default if the request has tools).
    case auto
    /// At least one tool.
    case required
    /// The function with the given name.
    case function(String)
    /// The custom tool with the given name.
    case custom(String)
    /// A subset of the request's tools. This choice allows every request to contain the same list of tools, which the
    /// server can then cache.
    case allowedTools(AllowedTools)
    /// An unrecognized choice, as raw JSON.
    case unknown(JSONValue)

    /// A subset of the request's tools.
    public struct AllowedTools: Sendable, Hashable {
        /// The mode, which determines whether the model must call one of the tools.
        public var mode: Mode
        /// The allowed tools.
        public var tools: [Reference]
    }

    /// The mode of a subset of tools, which determines whether the model must call one of them.
    public struct Mode: ExtensibleEnum {
        /// The model decides whether to call one of the tools.
        public static let auto = Mode(rawValue: "auto")
        /// At least one tool must be called.
        public static let required = Mode(rawValue: "required")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a value from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// A reference to one of the request's tools, by name.
    public enum Reference: Sendable, Hashable {
        /// The function with the given name.
        case function(String)
        /// The custom tool with the given name.
        case custom(String)
        /// An unrecognized tool, as raw JSON.
        case unknown(JSONValue)
    }

    /// Creates a choice that allows a subset of the request's tools.
    public static func allowedTools(mode: Mode, tools: [Reference]) -> ToolChoice {
        .allowedTools(AllowedTools(mode: mode, tools: tools))
    }
}

extension ToolChoice: Codable {
    private enum CodingKeys: String, CodingKey {
        case type
        case allowedTools = "allowed_tools"
    }

    /// Decodes a string, an object that names a tool, or any other JSON value.
    public init(from decoder: any Decoder) throws {
        if let word = try? decoder.singleValueContainer().decode(String.self) {
            switch word {
            case "none": self = .none
            case "auto": self = .auto
            case "required": self = .required
            default: self = .unknown(.string(word))
            }
        } else if decoder.typeTag == "allowed_tools" {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self = .allowedTools(try container.decode(AllowedTools.self, forKey: .allowedTools))
        } else {
            switch try Reference(from: decoder) {
            case .function(let name): self = .function(name)
            case .custom(let name): self = .custom(name)
            case .unknown(let json): self = .unknown(json)
            }
        }
    }

    /// Encodes the string or the object.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .none: try "none".encode(to: encoder)
        case .auto: try "auto".encode(to: encoder)
        case .required: try "required".encode(to: encoder)
        case .function(let name): try Reference.function(name).encode(to: encoder)
        case .custom(let name): try Reference.custom(name).encode(to: encoder)
        case .allowedTools(let allowed):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode("allowed_tools", forKey: .type)
            try container.encode(allowed, forKey: .allowedTools)
        case .unknown(let json): try json.encode(to: encoder)
        }
    }
}

extension ToolChoice.AllowedTools: Codable {
    private enum CodingKeys: String, CodingKey { case mode, tools }
}

extension ToolChoice.Reference: Codable {
    private enum CodingKeys: String, CodingKey { case type, function, custom }

    private struct Name: Codable { var name: String }

    /// Decodes a reference to a tool of any type.
    public init(from decoder: any Decoder) throws {
        switch decoder.typeTag {
        case "function":
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self = .function(try container.decode(Name.self, forKey: .function).name)
        case "custom":
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self = .custom(try container.decode(Name.self, forKey: .custom).name)
        default:
            self = .unknown(try JSONValue(from: decoder))
        }
    }

    /// Encodes the type and the name. An unrecognized reference is encoded unchanged.
    public func encode(to encoder: any Encoder) throws {
        if case .unknown(let json) = self { return try json.encode(to: encoder) }
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .function(let name):
            try container.encode("function", forKey: .type)
            try container.encode(Name(name: name), forKey: .function)
        case .custom(let name):
            try container.encode("custom", forKey: .type)
            try container.encode(Name(name: name), forKey: .custom)
        case .unknown:
            break
        }
    }
}
