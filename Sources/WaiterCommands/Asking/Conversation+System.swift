internal import Waiter
internal import WaiterConversation

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension Conversation {
    /// The instructions that the conversation begins with.
    var systemPrompt: String? {
        let texts = path.prefix { Self.isInstruction($0) }.map(\.message.text)
        return texts.isEmpty ? nil : texts.joined(separator: "\n\n")
    }

    /// Sets the instructions, unless they are the conversation's already.
    mutating func replaceSystemPrompt(by text: String, at date: Date) {
        let texts = path.filter { Self.isInstruction($0) }.map(\.message.text)
        guard texts != (text.isEmpty ? [] : [text]) else { return }
        self = withSystemPrompt(text, at: date) ?? self
    }

    private static func isInstruction(_ node: Node) -> Bool {
        node.message.role == .system || node.message.role == .developer
    }

    /// The same conversation with other instructions at its beginning, and nowhere else, since many servers take them
    /// only there.
    ///
    /// What was said follows them once more, as a branch of its own; the way with the old instructions stays. Nil when the
    /// messages are no tree, which cannot be.
    ///
    /// - Parameters:
    ///   - text: Empty for none.
    ///   - date: When they were given.
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
                    // What was paid for is the old answer.
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
