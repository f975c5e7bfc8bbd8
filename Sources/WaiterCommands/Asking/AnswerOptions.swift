/// How an answer is wanted.
package struct AnswerOptions: Sendable {
    /// Whether it is written while it arrives.
    package var streams = true
    /// The server's whole answer as JSON.
    package var writesJSON = false
    /// Only the first code block.
    package var extractsCode = false
    /// Tokens and times on standard error.
    package var reportsUsage = false
    /// What the model thinks, on standard error.
    package var showsReasoning = false
    package var rendering = Rendering.plain

    package init() {}
}
