internal import Waiter
internal import WaiterConversation
internal import WaiterStore
internal import WaiterTerminal

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The current path of a conversation as a Markdown document.
struct ConversationMarkdown {
    private let conversation: Conversation
    private let profile: String?
    private let title: String
    private let begun: Date

    /// Creates the document for a conversation in the ledger.
    init(_ stored: StoredConversation, _ summary: ConversationSummary) {
        conversation = stored.conversation
        (profile, title, begun) = (summary.profile, summary.title, summary.createdAt)
    }

    /// Creates the document for a conversation that is not necessarily in the ledger.
    init(_ stored: StoredConversation) {
        conversation = stored.conversation
        (profile, title, begun) = (stored.profile, conversation.displayTitle, conversation.id.time)
    }

    /// The document, including the trailing newline.
    ///
    /// Control characters are replaced, because the document may be shown on a terminal. The JSON format contains the
    /// exact text.
    var text: String {
        let title = ColumnText.fields([title.isEmpty ? conversation.id.text : title])
        var text = "# \(title)\n\n"
        let facts = [("ID", conversation.id.text), ("Model", conversation.model), ("Profile", profile ?? "")]
        for (name, value) in facts where !value.isEmpty { text += "- \(name): `\(ColumnText.fields([value]))`\n" }
        text += "- Started: \(LogDate.brief(begun))\n"
        for node in conversation.path {
            let role = ColumnText.fields([node.message.role.rawValue])
            text += "\n## \(role.prefix(1).uppercased())\(role.dropFirst())"
            if let model = node.model { text += " (\(ColumnText.fields([model])))" }
            text += "\n\n"
            if node.status != .complete { text += "*\(node.status.rawValue)*\n\n" }
            let message = MessageText(node.message)
            for note in message.notes { text += "> \(ColumnText.fields([note]))\n\n" }
            let words = TerminalText.withoutControls(message.text)
            if !words.isEmpty { text += words + (words.hasSuffix("\n") ? "" : "\n") }
        }
        return text
    }
}
