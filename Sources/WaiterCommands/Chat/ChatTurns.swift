internal import Waiter
package import WaiterConversation

/// The turns of a conversation, and its branches, as a chat lists and names them.
package struct ChatTurns: Sendable {
    /// The path's questions, the first one being turn 1.
    package let questions: [Conversation.Node]
    /// The ends of the other branches: b1, b2 and so on.
    package let branches: [Conversation.Node]
    private let conversation: Conversation

    package init(_ conversation: Conversation) {
        self.conversation = conversation
        questions = conversation.path.filter { $0.message.role == .user }
        let path = Set(conversation.path.map(\.id))
        branches = conversation.leaves.filter { !path.contains($0) }.map { conversation.nodes[$0] }
    }

    /// A line for each.
    package var lines: [String] {
        let turns = questions.enumerated().map { place, node in
            "  \(place + 1)  \(Self.beginning(of: node.message.text))"
        }
        let others = branches.enumerated().map { place, node in
            let question = conversation.path(to: node.id).last { $0.message.role == .user } ?? node
            return "  b\(place + 1)  \(Self.beginning(of: question.message.text))"
        }
        return turns + others
    }

    /// The message behind which a name says that the conversation goes on: the last one of a turn, or of a branch; nil for
    /// a name of nothing.
    package func end(of name: String) -> Int? {
        if name.first == "b", let number = Int(name.dropFirst()), branches.indices.contains(number - 1) {
            return branches[number - 1].id
        }
        guard let number = Int(name), questions.indices.contains(number - 1) else { return nil }
        let path = conversation.path
        guard questions.indices.contains(number) else { return path.last?.id }
        let next = path.firstIndex { $0.id == questions[number].id } ?? path.endIndex
        return path[..<next].last { $0.message.role != .system && $0.message.role != .developer }?.id
    }

    private static func beginning(of text: String) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count > 60 ? line.prefix(59) + "…" : line
    }
}
