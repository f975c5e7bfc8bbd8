#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension BulkError: LocalizedError {
    /// The message.
    public var errorDescription: String? { message }
}
