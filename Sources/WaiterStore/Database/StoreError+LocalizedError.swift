#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension StoreError: LocalizedError {
    /// The same text as `description`. `localizedDescription` also returns this text.
    public var errorDescription: String? { description }
}
