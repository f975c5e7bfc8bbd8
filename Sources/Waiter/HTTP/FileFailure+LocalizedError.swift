#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension FileFailure: LocalizedError {
    /// The description, so that `localizedDescription` returns it too.
    package var errorDescription: String? { description }
}
