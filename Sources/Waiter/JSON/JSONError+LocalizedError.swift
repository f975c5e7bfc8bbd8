#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension JSONError: LocalizedError {
    /// The same text as `description`, so that `localizedDescription` returns it too.
    package var errorDescription: String? { description }
}
