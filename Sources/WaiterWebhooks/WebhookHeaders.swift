internal import HTTPTypes

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The headers of a webhook request, exactly as they were received.
struct WebhookHeaders {
    let id: String
    let timestamp: String
    private let signature: String

    init(_ fields: HTTPFields) throws {
        try self.init { name in HTTPField.Name(name).flatMap { fields[$0] } }
    }

    /// Creates the headers from a dictionary. If several names differ only in case, the name that sorts first is used.
    init(_ fields: [String: String]) throws {
        try self.init { name in fields.keys.sorted().first { $0.lowercased() == name }.flatMap { fields[$0] } }
    }

    private init(_ value: (String) -> String?) throws {
        func required(_ name: String) throws -> String {
            guard let text = value(name), !text.isEmpty else {
                throw WebhookError(.missingHeader, "the webhook has no header '\(name)'")
            }
            return text
        }
        id = try required("webhook-id")
        timestamp = try required("webhook-timestamp")
        signature = try required("webhook-signature")
    }

    /// Returns the timestamp in seconds since 1970.
    func seconds() throws -> Int64 {
        guard timestamp.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let seconds = Int64(timestamp) else {
            throw WebhookError(.malformedTimestamp, "the header 'webhook-timestamp' is not a number of seconds")
        }
        return seconds
    }

    /// Returns the decoded version 1 signatures. Other versions are ignored, because each version uses a different
    /// algorithm.
    func signatures() throws -> [Data] {
        let texts = signature.split(separator: " ").filter { $0.hasPrefix("v1,") && $0.utf8.count > 3 }
        let signatures = texts.compactMap { Data(base64Encoded: String($0.dropFirst(3))) }
        guard !signatures.isEmpty else {
            let defect = texts.isEmpty ? "contains no v1 signature" : "is not valid base64"
            throw WebhookError(.malformedSignature, "the header 'webhook-signature' \(defect)")
        }
        return signatures
    }
}
