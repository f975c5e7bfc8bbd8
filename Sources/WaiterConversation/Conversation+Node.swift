public import Waiter

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension Conversation {
    /// A message in its place in the tree.
    public struct Node: Sendable, Hashable, Codable, Identifiable {
        /// Its number, in the order of making, from 0.
        public typealias ID = Int
        /// Its number, in the order of making, from 0.
        public let id: Int
        /// The message that it follows; nil for one that begins the conversation.
        public let parent: Int?
        /// What was said.
        public internal(set) var message: ChatMessage
        /// Whether it is whole.
        public internal(set) var status: Status
        /// Whether `ContextPolicy.keepPinned` keeps it.
        public internal(set) var isPinned: Bool
        /// The model that wrote it; nil for what people wrote.
        public internal(set) var model: String?
        /// The tokens that the call took; nil when nobody knows, and for what people wrote.
        public internal(set) var usage: CompletionUsage?
        /// Why the model stopped.
        public internal(set) var finishReason: FinishReason?
        /// When it was made.
        public let createdAt: Date

        init(id: Int, parent: Int?, message: ChatMessage, status: Status, createdAt: Date) {
            self.id = id
            self.parent = parent
            self.message = message
            self.status = status
            isPinned = false
            self.createdAt = createdAt
        }

        /// Whether two nodes differ in nothing but the time of their making.
        package func isSame(as other: Node) -> Bool {
            id == other.id && parent == other.parent && message == other.message && status == other.status
                && isPinned == other.isPinned && model == other.model && usage == other.usage
                && finishReason == other.finishReason
        }
    }

    /// Whether a message is whole.
    public enum Status: String, Sendable, Hashable, Codable {
        /// All of it is there.
        case complete
        /// It is being written.
        case streaming
        /// The user, or a lost connection, ended it early.
        case interrupted
        /// A failure ended it; it may be empty. Of a question: its call failed, and it has no answer.
        case failed
    }
}
