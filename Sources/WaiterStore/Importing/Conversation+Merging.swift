internal import Waiter
internal import WaiterConversation

extension Conversation {
    /// Returns this conversation with the additional messages from another version of the conversation, or `nil` if
    /// there are no additional messages.
    ///
    /// Messages are equal if they have the same content and the same parent. The head of the conversation can move only
    /// to a descendant of the current head.
    func merging(_ other: Conversation) -> Conversation? {
        struct Place: Hashable {
            var parent: Int?
            var message: ChatMessage
        }
        var known: [Place: [Int]] = [:]
        for node in nodes.reversed() {
            known[Place(parent: node.parent, message: node.message), default: []].append(node.id)
        }
        var merged = nodes
        var numbers: [Int] = []
        for node in other.nodes {
            let parent = node.parent.map { numbers[$0] }
            if let number = known[Place(parent: parent, message: node.message)]?.popLast() {
                numbers.append(number)
                continue
            }
            numbers.append(merged.count)
            merged.append(node.moved(to: merged.count, behind: parent))
        }
        guard merged.count > nodes.count else { return nil }
        var head = head
        if let last = other.head.map({ numbers[$0] }), Self.path(to: last, in: merged).contains(where: { $0 == head }) {
            head = last
        }
        var whole = Conversation(
            id: id,
            model: head == self.head ? model : other.model,
            title: title ?? other.title,
            nodes: merged,
            head: head
        )
        if let summary { whole?.restore(summary) }
        return whole
    }

    /// Returns the path from a given message back to the beginning of the conversation. The path contains the numbers
    /// of the messages and ends with `nil`.
    private static func path(to last: Int, in nodes: [Node]) -> [Int?] {
        var path: [Int?] = [last]
        while let number = path[path.count - 1] { path.append(nodes[number].parent) }
        return path
    }
}

extension Conversation.Node {
    /// Returns a copy of the message that has a different ID and parent.
    fileprivate func moved(to id: Int, behind parent: Int?) -> Conversation.Node {
        Conversation.Node(
            id: id,
            parent: parent,
            message: message,
            status: status,
            isPinned: isPinned,
            model: model,
            usage: usage,
            finishReason: finishReason,
            createdAt: createdAt
        )
    }
}
