#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension FileFailure: LocalizedError {
    /// The same text as `description`, so that `localizedDescription` returns it too.
    package var errorDescription: String? { description }
}
