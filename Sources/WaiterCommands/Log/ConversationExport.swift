internal import ArgumentParser
internal import Waiter
internal import WaiterConversation
internal import WaiterStore

/// An export format for conversations.
package enum ExportFormat: String, CaseIterable, Sendable, ExpressibleByArgument {
    /// Markdown, for reading.
    case md
    /// JSON lines, one conversation per line, lossless.
    case jsonl
    /// The current path as the messages of a request, with one conversation per line if there are several.
    case openai
}

/// Exports conversations in a format.
struct ConversationExport {
    let format: ExportFormat
    /// Whether multiple conversations are exported.
    let isMany: Bool

    /// Returns the text of one conversation, including the trailing newline.
    func text(_ stored: StoredConversation, _ summary: ConversationSummary, isFirst: Bool) throws -> String {
        switch format {
        case .jsonl: return ConversationLine.text(of: stored, usedAt: summary.usedAt) + "\n"
        case .openai:
            let messages = try stored.conversation.openAIMessages
            return (isMany ? messages.jsonText : messages.prettyJSONText) + "\n"
        case .md: return (isFirst ? "" : "\n---\n\n") + ConversationMarkdown(stored, summary).text
        }
    }
}
