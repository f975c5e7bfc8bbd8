public import Foundation

extension PostgreSQLError: LocalizedError {
    /// The message.
    public var errorDescription: String? { message }
}
