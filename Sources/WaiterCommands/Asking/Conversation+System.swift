internal import Waiter
internal import WaiterConversation

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension Conversation {
    /// The system prompt at the start of the conversation.
    var systemPrompt: String? {
        let texts = path.prefix { Self.isInstruction($0) }.map(\.message.text)
        return texts.isEmpty ? nil : texts.joined(separator: "\n\n")
    }

    /// Replaces the system prompt, unless the text is already the conversation's only system prompt.
    mutating func replaceSystemPrompt(by text: String, at date: Date) {
        let texts = path.filter { Self.isInstruction($0) }.map(\.message.text)
        guard texts != (text.isEmpty ? [] : [text]) else { return }
        self = withSystemPrompt(text, at: date) ?? self
    }

    private static func isInstruction(_ node: Node) -> Bool {
        node.message.role == .system || node.message.role == .developer
    }

    /// Returns the conversation with a new system prompt at the start, which is the only position that many servers
    /// accept.
    ///
    /// The messages are copied to a new branch that starts with the new prompt. The branch with the old prompt is
    /// preserved.
    ///
    /// - Parameters:
    ///   - text: The new system prompt, or an empty string to remove the current one.
    ///   - date: The creation time of the system prompt.
    /// - Returns: The changed conversation, or `nil` if the nodes do not form a tree. In practice, the nodes always
    ///   form a tree.
    func withSystemPrompt(_ text: String, at date: Date) -> Conversation? {
        let said = path.filter { !Self.isInstruction($0) }
        var nodes = self.nodes
        var head: Int?
        func add(_ message: ChatMessage, like node: Node? = nil) {
            let place = nodes.count
            nodes.append(
                Node(
                    id: place,
                    parent: head,
                    message: message,
                    status: node?.status ?? .complete,
                    isPinned: node?.isPinned ?? false,
                    // The tokens were billed only once, with the original answer.
                    model: nil,
                    usage: nil,
                    finishReason: node?.finishReason,
                    createdAt: node?.createdAt ?? date
                )
            )
            head = place
        }
        if !text.isEmpty { add(.system(text)) }
        for node in said { add(node.message, like: node) }
        var changed = Conversation(id: id, model: model, title: title, nodes: nodes, head: head)
        changed?.learnedContext = learnedContext
        return changed
    }
}
