#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension ConversationError: LocalizedError {
    /// The same text as `description`, so that `localizedDescription` returns it too.
    public var errorDescription: String? { description }
}
