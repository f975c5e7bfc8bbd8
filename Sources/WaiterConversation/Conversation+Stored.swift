package import Waiter

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

extension Conversation {
    /// Puts a conversation together from parts that were kept; nil when the messages are no tree.
    package init?(id: ConversationID, model: String, title: String?, nodes: [Node], head: Int?) {
        self.init(model: model, id: id)
        guard Self.isTree(nodes), head.map(nodes.indices.contains) ?? true else { return nil }
        self.title = title
        self.nodes = nodes
        self.head = head
    }

    /// Whether each message stands at its number and behind the one that it follows.
    static func isTree(_ nodes: [Node]) -> Bool {
        nodes.enumerated().allSatisfy { place, node in
            node.id == place && (node.parent.map { (0..<place).contains($0) } ?? true)
        }
    }
}

extension Conversation.Node {
    /// Puts a message together from parts that were kept.
    package init(
        id: Int,
        parent: Int?,
        message: ChatMessage,
        status: Conversation.Status,
        isPinned: Bool,
        model: String?,
        usage: CompletionUsage?,
        finishReason: FinishReason?,
        createdAt: Date
    ) {
        self.init(id: id, parent: parent, message: message, status: status, createdAt: createdAt)
        self.isPinned = isPinned
        self.model = model
        self.usage = usage
        self.finishReason = finishReason
    }
}
