#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension OpenAIError: LocalizedError {
    /// The same text as `description`. It is also the text that `localizedDescription` returns.
    public var errorDescription: String? { description }
}
