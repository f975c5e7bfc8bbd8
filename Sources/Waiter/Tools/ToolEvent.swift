/// An event of a step of a tool loop.
public enum ToolEvent: Sendable, Hashable {
    /// A chunk of the model's answer.
    case chunk(ChatCompletionChunk)
    /// The chunks so far are void, since the server dropped the tools: the model is asked again, with tools by schema.
    case discarded
    /// A call of a tool is about to run.
    case started(ToolInvocation)
    /// A call has a result, also one that was denied or invalid and did not run.
    case finished(ToolInvocation, ToolOutput)

    /// The text of a chunk; empty for other events.
    public var text: String {
        if case .chunk(let chunk) = self { chunk.text } else { "" }
    }
}
