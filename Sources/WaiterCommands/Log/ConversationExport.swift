internal import ArgumentParser
internal import Waiter
internal import WaiterConversation
internal import WaiterStore

/// An export format for conversations.
package enum ExportFormat: String, CaseIterable, Sendable, ExpressibleByArgument {
    /// Markdown for human readers.
    case md
    /// JSON Lines with one conversation per line. This format is lossless.
    case jsonl
    /// The messages on the current path, in the format of a request. If there are several conversations, each is on its
    /// own line.
    case openai
}

/// Exports conversations in the given format.
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
