internal import Waiter
internal import WaiterConversation
internal import WaiterTerminal

/// The text that a chat shows when it starts: a banner, and a summary of the last exchange.
struct ChatGreeting {
    /// The number of lines to show of each message in the last exchange.
    private static let lines = 3

    let session: ChatSession

    /// A banner with the model's name, followed by the last exchange of a continued conversation.
    var text: String {
        let model = TerminalText.line("\(session.model.name) (\(session.model.place))")
        let banner = "waiter chat: \(model); /help for commands, Ctrl-D to exit"
        return ([banner] + lastExchange).joined(separator: "\n")
    }

    /// The lines of the last exchange, or an empty array if the conversation is new.
    var lastExchange: [String] {
        let path = session.conversation.path
        guard let place = path.lastIndex(where: { $0.message.role == .user }) else { return [] }
        let count = path.count { $0.message.role == .user }
        let title = ConversationMap.short(session.conversation.displayTitle)
        var lines = ["“\(title)”, \(count) question\(count == 1 ? "" : "s") so far; the last exchange:"]
        lines += Self.shortened(path[place].message.text, mark: "> ")
        let answer = path[place...].last { $0.message.role == .assistant }
        if let answer {
            lines += Self.shortened(answer.message.text, mark: "  ")
        } else {
            lines.append("  (no answer; /retry to ask again)")
        }
        return lines
    }

    private static func shortened(_ text: String, mark: String) -> [String] {
        let lines = TerminalText.safe(text).split(whereSeparator: \.isNewline)
        let shown = lines.prefix(Self.lines).map { mark + ConversationMap.short(String($0), limit: 76) }
        return shown + (lines.count > shown.count ? [mark + "…"] : [])
    }
}
