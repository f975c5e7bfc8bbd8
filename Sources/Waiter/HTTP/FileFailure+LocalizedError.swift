#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension FileFailure: LocalizedError {
    /// The description, which `localizedDescription` is then as well.
    package var errorDescription: String? { description }
}
