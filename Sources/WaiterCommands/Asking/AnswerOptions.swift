package import Waiter
package import WaiterTerminal

/// Options for producing and presenting an answer.
package struct AnswerOptions: Sendable {
    /// Whether the answer is streamed.
    package var streams = true
    /// Whether to print the server's full response as JSON.
    package var writesJSON = false
    /// The writer of JSON-line events, or `nil` for text output.
    package var events: AnswerEvents?
    /// Whether to print only the first code block.
    package var extractsCode = false
    /// The schema that the answer must conform to, or `nil` for a text answer.
    package var schema: JSONSchema?
    /// Whether to report token counts and timing on standard error.
    package var reportsUsage = false
    /// Whether a stream must report its usage.
    package var needsUsage = false
    /// Whether to print reasoning to standard error.
    package var showsReasoning = false
    package var reasoningLook = ReasoningLook.headed
    /// The policy for a `<think>` block in the answer's text.
    package var thinkTags = ChatCompletion.ThinkTags.separated
    package var rendering = Rendering.plain

    package init() {}

    /// Returns the metering options for a call.
    ///
    /// If the server cannot report a stream's usage, the meter does not request it.
    func metering(conversation: String? = nil) -> MeteringOptions {
        let includesUsage = needsUsage || reportsUsage || events != nil
        return MeteringOptions(conversation: conversation, includesUsage: includesUsage ? true : nil)
    }
}
