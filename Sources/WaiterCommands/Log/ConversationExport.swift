internal import ArgumentParser
internal import Waiter
internal import WaiterConversation
internal import WaiterStore

/// A form in which conversations leave the ledger.
package enum ExportFormat: String, CaseIterable, Sendable, ExpressibleByArgument {
    /// For people.
    case md
    /// A line for each, with nothing lost.
    case jsonl
    /// The path as a request carries it; several are a line each.
    case openai
}

/// Writes conversations in a form.
struct ConversationExport {
    let format: ExportFormat
    /// Whether there are several.
    let isMany: Bool

    /// The text of one conversation, with the line break at its end.
    func text(_ stored: StoredConversation, _ summary: ConversationSummary, isFirst: Bool) throws -> String {
        switch format {
        case .jsonl: return ConversationLine.text(of: stored, usedAt: summary.usedAt) + "\n"
        case .openai:
            let messages = try JSONValue(parsing: JSONBodyEncoder.encode(stored.conversation.messages))
            return (isMany ? messages.jsonText : messages.prettyJSONText) + "\n"
        case .md: return (isFirst ? "" : "\n---\n\n") + ConversationMarkdown(stored, summary).text
        }
    }
}
