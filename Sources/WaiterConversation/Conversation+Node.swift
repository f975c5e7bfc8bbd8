public import Waiter

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension Conversation {
    /// A message with its position in the tree.
    public struct Node: Sendable, Hashable, Codable, Identifiable {
        /// The index of a message, in order of creation, starting at 0.
        public typealias ID = Int
        /// The index of the message, in order of creation, starting at 0.
        public let id: Int
        /// The index of the preceding message, or `nil` for a message that starts the conversation.
        public let parent: Int?
        /// The message.
        public internal(set) var message: ChatMessage
        /// The completeness of the message.
        public internal(set) var status: Status
        /// Whether the message is pinned, so that `ContextPolicy.keepPinned` does not omit it.
        public internal(set) var isPinned: Bool
        /// The model that generated the message, or `nil` for the user's messages.
        public internal(set) var model: String?
        /// The token usage of the call, or `nil` if the usage is unknown or the message is from the user.
        public internal(set) var usage: CompletionUsage?
        /// The reason why the model stopped.
        public internal(set) var finishReason: FinishReason?
        /// The creation time.
        public let createdAt: Date

        init(id: Int, parent: Int?, message: ChatMessage, status: Status, createdAt: Date) {
            self.id = id
            self.parent = parent
            self.message = message
            self.status = status
            isPinned = false
            self.createdAt = createdAt
        }

        /// Returns whether two nodes are equal except for their creation time.
        package func isSame(as other: Node) -> Bool {
            id == other.id && parent == other.parent && message == other.message && status == other.status
                && isPinned == other.isPinned && model == other.model && usage == other.usage
                && finishReason == other.finishReason
        }
    }

    /// The completeness of a message.
    public enum Status: String, Sendable, Hashable, Codable {
        /// The message is complete.
        case complete
        /// The message is being generated.
        case streaming
        /// The message was interrupted by the user or by a lost connection.
        case interrupted
        /// The message ended with a failure and can be empty. If the message is a question, its call failed and there
        /// is no answer.
        case failed
    }
}
