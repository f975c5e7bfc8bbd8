/// An event in a step of a tool loop.
public enum ToolEvent: Sendable, Hashable {
    /// A chunk of the model's answer.
    case chunk(ChatCompletionChunk)
    /// The chunks received so far are discarded because the server dropped the tools from the request. The request is
    /// sent again with schema-based tools.
    case discarded
    /// A tool call is about to run.
    case started(ToolInvocation)
    /// A call has a result. This event also occurs for denied or invalid calls, which do not run.
    case finished(ToolInvocation, ToolOutput)

    /// The text of a chunk. The text is empty for other events.
    public var text: String {
        if case .chunk(let chunk) = self { chunk.text } else { "" }
    }
}
