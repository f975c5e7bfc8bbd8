package import Waiter
package import WaiterTerminal

/// How an answer is wanted.
package struct AnswerOptions: Sendable {
    /// Whether it is written while it arrives.
    package var streams = true
    /// The server's whole answer as JSON.
    package var writesJSON = false
    /// Where it goes as JSON lines while it arrives; nil for text.
    package var events: AnswerEvents?
    /// Only the first code block.
    package var extractsCode = false
    /// Tokens and times on standard error.
    package var reportsUsage = false
    /// Whether somebody will read what a stream says of its tokens.
    package var needsUsage = false
    /// What the model thinks, on standard error.
    package var showsReasoning = false
    package var reasoningLook = ReasoningLook.headed
    /// The treatment of a `<think>` block in the answer's text.
    package var thinkTags = ChatCompletion.ThinkTags.separated
    package var rendering = Rendering.plain

    package init() {}

    /// What a call says to the meter: to ask a stream for its usage is left out again where a server does not know it.
    func metering(conversation: String? = nil) -> MeteringOptions {
        let includesUsage = needsUsage || reportsUsage || events != nil
        return MeteringOptions(conversation: conversation, includesUsage: includesUsage ? true : nil)
    }
}
