internal import Waiter
package import WaiterConversation
internal import WaiterTerminal

/// The turns of a conversation and its branches, by the names that `/branch` takes.
package struct ConversationMap: Sendable {
    /// A question with all that follows it up to the next one.
    package struct Turn: Sendable, Hashable {
        /// Counted from 1 along the path.
        package var number: Int
        package var question: String
        /// The message before the question; nil for the beginning.
        package var before: Int?
        /// The last message of the turn.
        package var end: Int
    }

    /// An end of the conversation on another way through it.
    package struct Branch: Sendable, Hashable {
        /// Such as `b2`, counted in the order of their making.
        package var name: String
        /// The last message.
        package var end: Int
        /// How many turns it shares with the path.
        package var shared: Int
        /// The first question that it has for itself; nil when its last answer is all that differs.
        package var question: String?
        /// How many turns it has in all.
        package var turns: Int
    }

    /// The turns of the path.
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

    /// A system prompt alone is nothing to go on from.
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

    /// The message that a name stands for: a turn's number, 0 for the beginning, or a branch; `.none` when there is none.
    package func place(named name: String) -> Place? {
        if let branch = branches.first(where: { $0.name == name.lowercased() }) { return Place(end: branch.end) }
        guard let number = Int(name), number >= 0, number <= turns.count else { return nil }
        return Place(end: number == 0 ? turns.first?.before : turns[number - 1].end)
    }

    /// Where the conversation can go on from.
    package struct Place: Sendable, Hashable {
        /// The message; nil for the very beginning.
        package var end: Int?
    }

    /// All names.
    package var names: [String] { turns.map { "\($0.number)" } + branches.map(\.name) }

    /// The list that `/branch` shows.
    package var text: String {
        if turns.isEmpty, branches.isEmpty { return "nothing was said yet" }
        var rows = turns.map { ["  \($0.number)", Self.short($0.question)] }
        rows += branches.map { branch in
            let words = branch.question.map { "\(Self.short($0))" } ?? "another answer"
            let more = branch.turns - branch.shared
            let count = more > 1 ? " (\(more) turns)" : ""
            let place = branch.shared > 0 ? "after \(branch.shared): " : ""
            return ["  \(branch.name)", place + words + count]
        }
        return TextTable.text(rows) + "/branch TURN goes on from there; nothing is lost"
    }

    /// The beginning of a text on one line.
    static func short(_ text: String, limit: Int = 60) -> String {
        let line = TerminalText.line(String(text.prefix(limit * 4))).split(separator: " ").joined(separator: " ")
        return line.count > limit ? line.prefix(limit - 1) + "…" : line
    }
}
