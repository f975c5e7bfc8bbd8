/// The tools that the model may or must use.
///
/// If an optional value is expected, write `ResponseToolChoice.none`, because the compiler interprets a bare `.none`
/// as `Optional.none` and issues a warning.
public enum ResponseToolChoice: Sendable, Hashable {
    /// No tool.
    case none
    /// The model decides (the default).
    case auto
    /// At least one tool.
    case required
    /// The function with the given name.
    case function(String)
    /// The custom tool with the given name.
    case custom(String)
    /// A tool from an MCP server, or any of the server's tools if `name` is `nil`.
    case mcp(serverLabel: String, name: String? = nil)
    /// A tool of the given type, such as `web_search`, `file_search`, `shell` or `apply_patch`.
    case hosted(String)
    /// A subset of the request's tools. This choice allows every request to contain the same list of tools, which the
    /// server can then cache.
    indirect case allowedTools(mode: ToolChoice.Mode, tools: [ResponseToolChoice])
    /// An unrecognized choice, as raw JSON.
    case unknown(JSONValue)
}

extension ResponseToolChoice: Codable {
    /// Creates a choice from JSON.
    public init(json: JSONValue) {
        switch json {
        case "none": self = .none
        case "auto": self = .auto
        case "required": self = .required
        default: self = Self.object(json) ?? .unknown(json)
        }
    }

    private static func object(_ json: JSONValue) -> ResponseToolChoice? {
        guard let object = json.objectValue, let type = object["type"]?.stringValue else { return nil }
        let name = object["name"]?.stringValue
        switch (type, name) {
        case ("function", let name?) where object.count == 2: return .function(name)
        case ("custom", let name?) where object.count == 2: return .custom(name)
        case ("mcp", _):
            guard let label = object["server_label"]?.stringValue, object.count == (name == nil ? 2 : 3) else {
                return nil
            }
            return .mcp(serverLabel: label, name: name)
        case ("allowed_tools", _):
            guard let mode = object["mode"]?.stringValue, let tools = object["tools"]?.arrayValue, object.count == 3
            else { return nil }
            return .allowedTools(mode: ToolChoice.Mode(rawValue: mode), tools: tools.map(Self.init(json:)))
        default: return object.count == 1 ? .hosted(type) : nil
        }
    }

    /// The choice as JSON.
    public var json: JSONValue {
        switch self {
        case .none: "none"
        case .auto: "auto"
        case .required: "required"
        case .function(let name): ["type": "function", "name": .string(name)]
        case .custom(let name): ["type": "custom", "name": .string(name)]
        case .mcp(let label, nil): ["type": "mcp", "server_label": .string(label)]
        case .mcp(let label, let name?): ["type": "mcp", "server_label": .string(label), "name": .string(name)]
        case .hosted(let type): ["type": .string(type)]
        case .allowedTools(let mode, let tools):
            ["type": "allowed_tools", "mode": .string(mode.rawValue), "tools": .array(tools.map(\.json))]
        case .unknown(let json): json
        }
    }

    /// Decodes a string, an object that specifies tools, or any other JSON value.
    public init(from decoder: any Decoder) throws {
        self.init(json: try JSONValue(from: decoder))
    }

    /// Encodes the string or the object.
    public func encode(to encoder: any Encoder) throws {
        try json.encode(to: encoder)
    }
}
