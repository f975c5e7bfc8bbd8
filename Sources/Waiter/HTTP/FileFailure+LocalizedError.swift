#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension FileFailure: LocalizedError {
    /// The same text as `description`. As a result, `localizedDescription` also returns this text.
    package var errorDescription: String? { description }
}
