/// An item in the input or output of a response, such as a message, a reasoning item, a tool call or the result of a
/// tool call.
///
/// Items preserve all members as the server sent them, including encrypted and unknown members. Output items can
/// therefore be sent back unchanged in the next request:
///
///     request.input?.append(response.output)
///     request.input?.append(.functionCallOutput(callID: call.callID, output: "12 °C"))
public enum ResponseItem: Sendable, Hashable {
    /// A message.
    case message(Message)
    /// A function call.
    case functionCall(FunctionCall)
    /// The result of a function call.
    case functionCallOutput(FunctionCallOutput)
    /// A custom tool call.
    case customToolCall(CustomToolCall)
    /// The result of a custom tool call.
    case customToolCallOutput(CustomToolCallOutput)
    /// A model's reasoning.
    case reasoning(Reasoning)
    /// A reference to an item stored on the server.
    case itemReference(ItemReference)
    /// A compacted part of a conversation.
    case compaction(Compaction)
    /// A request to compact the conversation.
    case compactionTrigger(CompactionTrigger)
    /// A web search.
    case webSearchCall(WebSearchCall)
    /// A vector store search.
    case fileSearchCall(FileSearchCall)
    /// The execution of a program on the server.
    case codeInterpreterCall(CodeInterpreterCall)
    /// Image generation.
    case imageGenerationCall(ImageGenerationCall)
    /// A request to perform actions on a computer.
    case computerCall(ComputerCall)
    /// The state of the screen after a computer call.
    case computerCallOutput(ComputerCallOutput)
    /// A command for the `local_shell` tool.
    case localShellCall(LocalShellCall)
    /// The output of a local shell call.
    case localShellCallOutput(LocalShellCallOutput)
    /// Commands for the `shell` tool.
    case shellCall(ShellCall)
    /// The outputs of a shell call.
    case shellCallOutput(ShellCallOutput)
    /// A file change for the `apply_patch` tool.
    case applyPatchCall(ApplyPatchCall)
    /// The result of a file change.
    case applyPatchCallOutput(ApplyPatchCallOutput)
    /// The list of an MCP server's tools.
    case mcpListTools(MCPListTools)
    /// A request to approve a call to an MCP server.
    case mcpApprovalRequest(MCPApprovalRequest)
    /// The answer to an approval request.
    case mcpApprovalResponse(MCPApprovalResponse)
    /// A call to a tool on an MCP server.
    case mcpCall(MCPCall)
    /// A search for tools.
    case toolSearchCall(ToolSearchCall)
    /// The tools found by a search.
    case toolSearchOutput(ToolSearchOutput)
    /// An item that adds tools to the request.
    case additionalTools(AdditionalTools)
    /// A program that calls tools.
    case program(Program)
    /// The result of a program.
    case programOutput(ProgramOutput)
    /// An unrecognized item, as raw JSON.
    case unknown(JSONValue)

    /// The status of an item.
    public struct Status: ExtensibleEnum {
        /// The item is being generated.
        public static let inProgress = Status(rawValue: "in_progress")
        /// The item is complete.
        public static let completed = Status(rawValue: "completed")
        /// The item was cut off.
        public static let incomplete = Status(rawValue: "incomplete")
        /// The call failed.
        public static let failed = Status(rawValue: "failed")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a status from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The result of a tool call: text or content parts.
    public enum Output: Sendable, Hashable, ExpressibleByStringLiteral {
        /// Text.
        case text(String)
        /// Content parts, such as images and files.
        case parts([ResponseContentPart])

        /// Creates a result from text.
        public init(stringLiteral value: String) { self = .text(value) }

        /// The text or the joined text of the parts.
        public var text: String {
            switch self {
            case .text(let text): text
            case .parts(let parts): parts.compactMap(\.text).joined()
            }
        }
    }

    /// The `type` member, or an empty string if the item has no such member.
    public var type: String { json["type"]?.stringValue ?? "" }

    /// The `id` member, or `nil` if there is none.
    public var id: String? { json["id"]?.stringValue }

    /// The `status` member, or `nil` if there is none.
    public var status: Status? { json["status"]?.stringValue.map(Status.init(rawValue:)) }
}

extension ResponseItem.Output: Codable {
    /// Decodes a string or an array of parts. Any other value is converted to JSON text.
    public init(from decoder: any Decoder) throws {
        let value = try JSONValue(from: decoder)
        if case .array = value {
            self = .parts(try JSONBodyDecoder.decode([ResponseContentPart].self, from: value))
        } else {
            self = .text(value.stringValue ?? value.jsonText)
        }
    }

    /// Encodes the string or the array.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .text(let text): try text.encode(to: encoder)
        case .parts(let parts): try parts.encode(to: encoder)
        }
    }
}
