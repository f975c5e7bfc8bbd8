#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension TransportError: LocalizedError {
    /// The same text as `description`. As a result, `localizedDescription` also returns this text.
    public var errorDescription: String? { description }
}
