internal import Waiter
package import WaiterConversation
internal import WaiterTerminal

/// The turns and branches of a conversation, with the names that `/branch` accepts.
package struct ConversationMap: Sendable {
    /// A question and everything that follows it, up to the next question.
    package struct Turn: Sendable, Hashable {
        /// The position on the path, starting at 1.
        package var number: Int
        package var question: String
        /// The message before the question, or `nil` if the question is the first message.
        package var before: Int?
        /// The last message of the turn.
        package var end: Int
    }

    /// A branch of the conversation that is not on the current path.
    package struct Branch: Sendable, Hashable {
        /// The name of the branch, such as `b2`. Branches are numbered in order of creation.
        package var name: String
        /// The last message of the branch.
        package var end: Int
        /// The number of turns that the branch shares with the current path.
        package var shared: Int
        /// The first question that the branch does not share with the current path, or `nil` if only the last answer
        /// differs.
        package var question: String?
        /// The total number of turns in the branch.
        package var turns: Int
    }

    /// The turns of the current path.
    package let turns: [Turn]
    /// The other branches.
    package let branches: [Branch]

    package init(_ conversation: Conversation) {
        let path = conversation.path
        turns = Self.turns(path)
        let onPath = Set(path.map(\.id))
        let parents = Set(conversation.nodes.compactMap(\.parent))
        let leaves = conversation.nodes.filter { !parents.contains($0.id) && Self.isSpoken($0) }
        branches = leaves.enumerated().compactMap { number, leaf -> Branch? in
            guard leaf.id != conversation.head else { return nil }
            let way = conversation.path(to: leaf.id)
            let turns = Self.turns(way)
            let shared = turns.prefix { onPath.contains($0.end) }.count
            let own = turns.dropFirst(shared).first
            return Branch(
                name: "b\(number + 1)",
                end: leaf.id,
                shared: shared,
                question: own?.question,
                turns: turns.count
            )
        }
    }

    /// Returns whether a leaf should be listed as a branch. A leaf that is a system prompt is not listed.
    private static func isSpoken(_ node: Conversation.Node) -> Bool {
        node.message.role != .system && node.message.role != .developer
    }

    private static func turns(_ path: [Conversation.Node]) -> [Turn] {
        let questions = path.indices.filter { path[$0].message.role == .user }
        return questions.enumerated().map { number, place in
            let next = number + 1 < questions.count ? questions[number + 1] : path.endIndex
            return Turn(
                number: number + 1,
                question: path[place].message.text,
                before: path[place].parent,
                end: path[next - 1].id
            )
        }
    }

    /// Returns the position that a turn number or a branch name refers to, or `nil` if the name is unknown. The number
    /// 0 refers to the beginning.
    package func place(named name: String) -> Place? {
        if let branch = branches.first(where: { $0.name == name.lowercased() }) { return Place(end: branch.end) }
        guard let number = Int(name), number >= 0, number <= turns.count else { return nil }
        return Place(end: number == 0 ? turns.first?.before : turns[number - 1].end)
    }

    /// A position from which the conversation can continue.
    package struct Place: Sendable, Hashable {
        /// The last message before the position, or `nil` if the position is the beginning of the conversation.
        package var end: Int?
    }

    /// The names of all turns and branches.
    package var names: [String] { turns.map { "\($0.number)" } + branches.map(\.name) }

    /// The list that `/branch` prints.
    package var text: String {
        if turns.isEmpty, branches.isEmpty { return "the conversation is empty" }
        var rows = turns.map { ["  \($0.number)", Self.short($0.question)] }
        rows += branches.map { branch in
            let words = branch.question.map { "\(Self.short($0))" } ?? "another answer"
            let more = branch.turns - branch.shared
            let count = more > 1 ? " (\(more) turns)" : ""
            let place = branch.shared > 0 ? "after \(branch.shared): " : ""
            return ["  \(branch.name)", place + words + count]
        }
        return TextTable.text(rows) + "/branch TURN continues from that turn; no messages are lost"
    }

    /// Truncates text to a single short line.
    static func short(_ text: String, limit: Int = 60) -> String {
        let line = TerminalText.line(String(text.prefix(limit * 4))).split(separator: " ").joined(separator: " ")
        return line.count > limit ? line.prefix(limit - 1) + "…" : line
    }
}
