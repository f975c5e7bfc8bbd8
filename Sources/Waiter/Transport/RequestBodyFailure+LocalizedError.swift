#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension RequestBodyFailure: LocalizedError {
    /// The same text as `description`. As a result, `localizedDescription` also returns this text.
    public var errorDescription: String? { description }
}

extension RequestBodyFailure: CustomStringConvertible {
    /// A one-line description of the underlying failure.
    public var description: String { "the request body could not be read: \(underlying)" }
}
