extension Conversation {
    /// What stands for the first part of a conversation, so that it need not be sent.
    public struct Summary: Sendable, Hashable, Codable {
        /// What was said there, in short.
        public let text: String
        /// The numbers of the messages that it tells of.
        public let covers: [Int]

        package init(text: String, covers: [Int]) {
            self.text = text
            self.covers = covers
        }
    }

    /// Puts a summary back that was kept elsewhere.
    package mutating func restore(_ summary: Summary) { self.summary = summary }

    /// What a value knows for itself alone: it is not written, and makes no two conversations different.
    struct Memory: Sendable, Hashable {
        var lastFit: FittedContext?
        var learned: LearnedContext?
        /// The question that a stored conversation ended with when it was opened.
        var abandoned: Int?

        static func == (a: Memory, b: Memory) -> Bool { true }

        func hash(into hasher: inout Hasher) {}
    }
}
