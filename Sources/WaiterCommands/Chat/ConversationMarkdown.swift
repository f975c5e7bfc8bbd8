internal import Waiter
internal import WaiterConversation

/// A conversation as a Markdown page.
enum ConversationMarkdown {
    /// The page: a title, and each message of the path under the name of who said it.
    static func text(of conversation: Conversation) -> String {
        let title = conversation.displayTitle
        var page = "# \(title.isEmpty ? "Conversation" : TerminalText.line(title))\n"
        for node in conversation.path {
            var text = node.message.text
            while text.last?.isNewline == true { text.removeLast() }
            page += "\n## \(heading(node))\n\n\(text)\n"
            for name in attached(to: node.message) { page += "\n(\(name))\n" }
        }
        return page
    }

    private static func heading(_ node: Conversation.Node) -> String {
        let role = node.message.role.rawValue
        let name = role.prefix(1).uppercased() + role.dropFirst()
        let model = node.model.map { " (\(TerminalText.line($0)))" } ?? ""
        return name + model + (node.status == .complete ? "" : ", \(node.status.rawValue)")
    }

    /// What a page of text cannot show.
    private static func attached(to message: ChatMessage) -> [String] {
        guard case .parts(let parts)? = message.content else { return [] }
        return parts.compactMap { part in
            switch part {
            case .imageURL(let image): image.url.hasPrefix("data:") ? "an image" : "an image: \(image.url)"
            case .inputAudio: "a sound"
            case .file(let file): "a file: \(file.filename ?? "without a name")"
            case .text, .refusal, .unknown: nil
            }
        }
    }
}
