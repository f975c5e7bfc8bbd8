#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension MCPError: LocalizedError {
    /// The description, so that `localizedDescription` equals it.
    public var errorDescription: String? { description }
}
