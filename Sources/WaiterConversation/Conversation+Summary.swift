internal import Waiter

extension Conversation {
    /// A summary that replaces the beginning of a conversation in requests.
    public struct Summary: Sendable, Hashable, Codable {
        /// The text of the summary.
        public let text: String
        /// The indexes of the messages covered by the summary.
        public let covers: [Int]

        package init(text: String, covers: [Int]) {
            self.text = text
            self.covers = covers
        }
    }

    /// Restores the stored summary of the conversation.
    package mutating func restore(_ summary: Summary) { self.summary = summary }

    /// The transient state of a conversation, which is not encoded and does not affect equality.
    struct Memory: Sendable, Hashable {
        var lastFit: FittedContext? {
            get { boxedFit.value }
            set { boxedFit.value = newValue }
        }
        var learned: LearnedContext? {
            get { boxedLearned.value }
            set { boxedLearned.value = newValue }
        }
        /// The question that was at the end of a stored conversation when the conversation was opened.
        var abandoned: Int?

        private var boxedFit = Boxed<FittedContext>()
        private var boxedLearned = Boxed<LearnedContext>()

        static func == (a: Memory, b: Memory) -> Bool { true }

        func hash(into hasher: inout Hasher) {}
    }
}
