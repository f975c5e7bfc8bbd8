#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension MCPError: LocalizedError {
    /// The description, which `localizedDescription` is then as well.
    public var errorDescription: String? { description }
}
