internal import ArgumentParser
internal import Waiter
internal import WaiterConversation
internal import WaiterLedger

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
        case .md: return (isFirst ? "" : "\n---\n\n") + markdown(stored.conversation, summary)
        }
    }

    private func markdown(_ conversation: Conversation, _ summary: ConversationSummary) -> String {
        let title = ColumnText.fields([summary.title.isEmpty ? conversation.id.text : summary.title])
        var text = "# \(title)\n\n"
        let facts = [("ID", conversation.id.text), ("Model", conversation.model), ("Profile", summary.profile ?? "")]
        for (name, value) in facts where !value.isEmpty { text += "- \(name): `\(value)`\n" }
        text += "- Begun: \(LogDate.brief(summary.createdAt))\n"
        for node in conversation.path {
            let role = node.message.role.rawValue
            text += "\n## \(role.prefix(1).uppercased())\(role.dropFirst())"
            if let model = node.model { text += " (\(model))" }
            text += "\n\n"
            if node.status != .complete { text += "*\(node.status.rawValue)*\n\n" }
            let spoken = SpokenMessage(node.message)
            for note in spoken.notes { text += "> \(ColumnText.fields([note]))\n\n" }
            if !spoken.text.isEmpty { text += spoken.text + (spoken.text.hasSuffix("\n") ? "" : "\n") }
        }
        return text
    }
}
