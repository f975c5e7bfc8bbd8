public import Foundation

extension BulkError: LocalizedError {
    /// The message.
    public var errorDescription: String? { message }
}
