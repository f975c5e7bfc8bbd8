/// A tool that the model may use: a function or custom tool that your program implements, or a tool hosted by the
/// provider.
public enum ResponseTool: Sendable, Hashable {
    /// A function that your program implements.
    case function(Function)
    /// A custom tool that your program implements.
    case custom(Custom)
    /// A group of functions and custom tools.
    case namespace(Namespace)
    /// A web search tool.
    case webSearch(WebSearch)
    /// A file search tool, which searches vector stores.
    case fileSearch(FileSearch)
    /// A code interpreter tool, which runs programs in a container.
    case codeInterpreter(CodeInterpreter)
    /// An image generation tool.
    case imageGeneration(ImageGeneration)
    /// An MCP server's tools.
    case mcp(MCP)
    /// Any other tool, as raw JSON. Examples are `computer`, `shell`, `local_shell`, `apply_patch`, `tool_search` and
    /// unrecognized tools.
    case other(JSONValue)

    /// A tool for computer use. Your program performs the actions.
    public static let computer = ResponseTool.other(["type": "computer"])
    /// The `local_shell` tool. Your program runs the commands. Only some models support this tool.
    public static let localShell = ResponseTool.other(["type": "local_shell"])
    /// The `shell` tool. The commands are run by your program or in a container.
    public static let shell = ResponseTool.other(["type": "shell"])
    /// The `apply_patch` tool. Your program applies the file changes.
    public static let applyPatch = ResponseTool.other(["type": "apply_patch"])
    /// A tool that searches for other tools whose definitions have not been loaded yet.
    public static let toolSearch = ResponseTool.other(["type": "tool_search"])
    /// A tool that lets the model write programs that call other tools.
    public static let programmaticToolCalling = ResponseTool.other(["type": "programmatic_tool_calling"])

    /// Creates a function tool.
    public static func function(
        name: String,
        description: String? = nil,
        parameters: JSONValue? = nil,
        strict: Bool? = nil
    ) -> ResponseTool {
        .function(Function(name: name, description: description, parameters: parameters, strict: strict))
    }

    /// Creates a custom tool.
    public static func custom(
        name: String,
        description: String? = nil,
        format: CustomToolDefinition.Format? = nil
    ) -> ResponseTool {
        .custom(Custom(name: name, description: description, format: format))
    }

    /// Creates a web search tool.
    public static func webSearch(
        searchContextSize: SearchContextSize? = nil,
        allowedDomains: [String]? = nil
    ) -> ResponseTool {
        .webSearch(WebSearch(searchContextSize: searchContextSize, allowedDomains: allowedDomains))
    }

    /// Creates a file search tool for the given vector stores.
    public static func fileSearch(vectorStoreIDs: [String], maxResults: Int? = nil) -> ResponseTool {
        .fileSearch(FileSearch(vectorStoreIDs: vectorStoreIDs, maxResults: maxResults))
    }

    /// The `type` member, or an empty string if the tool has no such member.
    public var type: String { json["type"]?.stringValue ?? "" }

    /// The name of the function, custom tool or group, or `nil` for any other tool.
    public var name: String? { json["name"]?.stringValue }
}

extension ResponseTool: Codable {
    /// Creates a tool from JSON.
    public init(json: JSONValue) {
        guard case .object(let object) = json else {
            self = .other(json)
            return
        }
        switch object["type"]?.stringValue {
        case "function": self = .function(Function(json: object))
        case "custom": self = .custom(Custom(json: object))
        case "namespace": self = .namespace(Namespace(json: object))
        case "web_search", "web_search_2025_08_26", "web_search_preview", "web_search_preview_2025_03_11":
            self = .webSearch(WebSearch(json: object))
        case "file_search": self = .fileSearch(FileSearch(json: object))
        case "code_interpreter": self = .codeInterpreter(CodeInterpreter(json: object))
        case "image_generation": self = .imageGeneration(ImageGeneration(json: object))
        case "mcp": self = .mcp(MCP(json: object))
        default: self = .other(json)
        }
    }

    /// The tool as JSON, with its members in order.
    public var json: JSONValue {
        switch self {
        case .function(let tool): .object(tool.json)
        case .custom(let tool): .object(tool.json)
        case .namespace(let tool): .object(tool.json)
        case .webSearch(let tool): .object(tool.json)
        case .fileSearch(let tool): .object(tool.json)
        case .codeInterpreter(let tool): .object(tool.json)
        case .imageGeneration(let tool): .object(tool.json)
        case .mcp(let tool): .object(tool.json)
        case .other(let json): json
        }
    }

    /// Decodes a tool of any type.
    public init(from decoder: any Decoder) throws {
        self.init(json: try JSONValue(from: decoder))
    }

    /// Encodes the tool unchanged.
    public func encode(to encoder: any Encoder) throws {
        try json.encode(to: encoder)
    }
}
