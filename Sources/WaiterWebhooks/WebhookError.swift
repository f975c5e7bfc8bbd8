#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// An error that describes why a webhook request was rejected.
///
/// The description contains neither the secret nor the expected signature.
public struct WebhookError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The cause of an error. Future releases may add causes, so a `switch` statement needs a `default` case.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Value: String {
            case invalidSecret, missingHeader, malformedTimestamp, timestampTooOld, timestampTooNew
            case malformedSignature, signatureMismatch, malformedEvent
        }

        private let value: Value

        private init(_ value: Value) { self.value = value }

        /// The name of the cause, such as `signatureMismatch`.
        public var description: String { value.rawValue }

        /// The secret is missing, is empty, or is not valid base64.
        public static let invalidSecret = Code(.invalidSecret)
        /// A required header is missing or empty.
        public static let missingHeader = Code(.missingHeader)
        /// The timestamp is not a number of seconds.
        public static let malformedTimestamp = Code(.malformedTimestamp)
        /// The timestamp is older than the tolerance allows. The request could be a replay.
        public static let timestampTooOld = Code(.timestampTooOld)
        /// The timestamp is further in the future than the tolerance allows. This machine's clock could be wrong.
        public static let timestampTooNew = Code(.timestampTooNew)
        /// The header contains no `v1` signature that is valid base64.
        public static let malformedSignature = Code(.malformedSignature)
        /// No signature matches. Either the secret is wrong, or the body, the ID or the timestamp was changed.
        public static let signatureMismatch = Code(.signatureMismatch)
        /// The signature is valid, but the body is not a JSON object with a `type`.
        public static let malformedEvent = Code(.malformedEvent)
    }

    /// The cause.
    public let code: Code
    /// A one-line description of the cause.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}

extension WebhookError: LocalizedError {
    /// The message.
    public var errorDescription: String? { message }
}
