internal import Waiter
internal import WaiterConversation
internal import WaiterTerminal

/// What the chat says before its first prompt and after its last.
struct ChatGreeting {
    /// How much of the last exchange is shown again.
    private static let lines = 3

    let session: ChatSession

    /// One line that says who answers, and what was said last in a conversation that goes on.
    var text: String {
        let model = TerminalText.line("\(session.model.name) (\(session.model.place))")
        let banner = "waiter chat: \(model); /help lists the commands, Ctrl-D leaves"
        return ([banner] + lastExchange).joined(separator: "\n")
    }

    /// What was said last; nothing in a new conversation.
    var lastExchange: [String] {
        let path = session.conversation.path
        guard let place = path.lastIndex(where: { $0.message.role == .user }) else { return [] }
        let count = path.count { $0.message.role == .user }
        let title = ConversationMap.short(session.conversation.displayTitle)
        var lines = ["“\(title)”, \(count) question\(count == 1 ? "" : "s") so far; the last:"]
        lines += Self.shortened(path[place].message.text, mark: "> ")
        let answer = path[place...].last { $0.message.role == .assistant }
        if let answer {
            lines += Self.shortened(answer.message.text, mark: "  ")
        } else {
            lines.append("  (no answer came; /retry asks it again)")
        }
        return lines
    }

    private static func shortened(_ text: String, mark: String) -> [String] {
        let lines = TerminalText.safe(text).split(whereSeparator: \.isNewline)
        let shown = lines.prefix(Self.lines).map { mark + ConversationMap.short(String($0), limit: 76) }
        return shown + (lines.count > shown.count ? [mark + "…"] : [])
    }
}
