package import Waiter

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

extension Conversation {
    /// Creates a conversation from stored parts or returns `nil` if the messages do not form a tree.
    package init?(id: ConversationID, model: String, title: String?, nodes: [Node], head: Int?) {
        self.init(model: model, id: id)
        guard Self.isTree(nodes), head.map(nodes.indices.contains) ?? true else { return nil }
        self.title = title
        self.nodes = nodes
        self.head = head
    }

    /// Returns whether each message is stored at its index and after its parent.
    static func isTree(_ nodes: [Node]) -> Bool {
        nodes.enumerated().allSatisfy { place, node in
            node.id == place && (node.parent.map { (0..<place).contains($0) } ?? true)
        }
    }
}

extension Conversation.Node {
    /// Creates a message from stored parts.
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
