#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension TokenizerError: LocalizedError {
    /// The description, so that `localizedDescription` also returns it.
    public var errorDescription: String? { description }
}
