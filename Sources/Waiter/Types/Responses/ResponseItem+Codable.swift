extension ResponseItem: Codable {
    /// Creates an item from JSON. If the `type` member is absent, the type is inferred from the other members.
    public init(json: JSONValue) {
        guard case .object(let object) = json else {
            self = .unknown(json)
            return
        }
        self = Self.item(of: object["type"]?.stringValue ?? Self.impliedType(of: object), object) ?? .unknown(json)
    }

    private static func item(of type: String, _ json: JSONObject) -> ResponseItem? {
        switch type {
        case "message": .message(Message(json: json))
        case "function_call": .functionCall(FunctionCall(json: json))
        case "function_call_output": .functionCallOutput(FunctionCallOutput(json: json))
        case "custom_tool_call": .customToolCall(CustomToolCall(json: json))
        case "custom_tool_call_output": .customToolCallOutput(CustomToolCallOutput(json: json))
        case "reasoning": .reasoning(Reasoning(json: json))
        case "item_reference": .itemReference(ItemReference(json: json))
        case "compaction": .compaction(Compaction(json: json))
        case "compaction_trigger": .compactionTrigger(CompactionTrigger(json: json))
        case "web_search_call": .webSearchCall(WebSearchCall(json: json))
        case "file_search_call": .fileSearchCall(FileSearchCall(json: json))
        case "code_interpreter_call": .codeInterpreterCall(CodeInterpreterCall(json: json))
        case "image_generation_call": .imageGenerationCall(ImageGenerationCall(json: json))
        case "computer_call": .computerCall(ComputerCall(json: json))
        case "computer_call_output": .computerCallOutput(ComputerCallOutput(json: json))
        case "local_shell_call": .localShellCall(LocalShellCall(json: json))
        case "local_shell_call_output": .localShellCallOutput(LocalShellCallOutput(json: json))
        case "shell_call": .shellCall(ShellCall(json: json))
        case "shell_call_output": .shellCallOutput(ShellCallOutput(json: json))
        case "apply_patch_call": .applyPatchCall(ApplyPatchCall(json: json))
        case "apply_patch_call_output": .applyPatchCallOutput(ApplyPatchCallOutput(json: json))
        case "mcp_list_tools": .mcpListTools(MCPListTools(json: json))
        case "mcp_approval_request": .mcpApprovalRequest(MCPApprovalRequest(json: json))
        case "mcp_approval_response": .mcpApprovalResponse(MCPApprovalResponse(json: json))
        case "mcp_call": .mcpCall(MCPCall(json: json))
        case "tool_search_call": .toolSearchCall(ToolSearchCall(json: json))
        case "tool_search_output": .toolSearchOutput(ToolSearchOutput(json: json))
        case "additional_tools": .additionalTools(AdditionalTools(json: json))
        case "program": .program(Program(json: json))
        case "program_output": .programOutput(ProgramOutput(json: json))
        default: nil
        }
    }

    /// Returns the inferred type of an item without a `type` member. Messages and references can omit this member.
    private static func impliedType(of object: JSONObject) -> String {
        guard object["type"]?.isNull ?? true else { return "" }
        if object["role"] != nil { return "message" }
        return object["id"] != nil && object.count <= 2 ? "item_reference" : ""
    }

    /// The item as JSON, with its members in order.
    public var json: JSONValue {
        switch self {
        case .message(let item): .object(item.json)
        case .functionCall(let item): .object(item.json)
        case .functionCallOutput(let item): .object(item.json)
        case .customToolCall(let item): .object(item.json)
        case .customToolCallOutput(let item): .object(item.json)
        case .reasoning(let item): .object(item.json)
        case .itemReference(let item): .object(item.json)
        case .compaction(let item): .object(item.json)
        case .compactionTrigger(let item): .object(item.json)
        case .webSearchCall(let item): .object(item.json)
        case .fileSearchCall(let item): .object(item.json)
        case .codeInterpreterCall(let item): .object(item.json)
        case .imageGenerationCall(let item): .object(item.json)
        case .computerCall(let item): .object(item.json)
        case .computerCallOutput(let item): .object(item.json)
        case .localShellCall(let item): .object(item.json)
        case .localShellCallOutput(let item): .object(item.json)
        case .shellCall(let item): .object(item.json)
        case .shellCallOutput(let item): .object(item.json)
        case .applyPatchCall(let item): .object(item.json)
        case .applyPatchCallOutput(let item): .object(item.json)
        case .mcpListTools(let item): .object(item.json)
        case .mcpApprovalRequest(let item): .object(item.json)
        case .mcpApprovalResponse(let item): .object(item.json)
        case .mcpCall(let item): .object(item.json)
        case .toolSearchCall(let item): .object(item.json)
        case .toolSearchOutput(let item): .object(item.json)
        case .additionalTools(let item): .object(item.json)
        case .program(let item): .object(item.json)
        case .programOutput(let item): .object(item.json)
        case .unknown(let json): json
        }
    }

    /// Decodes an item of any type.
    public init(from decoder: any Decoder) throws {
        self.init(json: try JSONValue(from: decoder))
    }

    /// Encodes the item unchanged.
    public func encode(to encoder: any Encoder) throws {
        try json.encode(to: encoder)
    }
}
