#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension SocketError: LocalizedError {
    /// The description, which `localizedDescription` also returns.
    public var errorDescription: String? { description }
}
