#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension ConversationError: LocalizedError {
    /// The same text as `description`. `localizedDescription` therefore also returns this text.
    public var errorDescription: String? { description }
}
