#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The signing secret of a webhook endpoint. The secret is masked in all output.
///
/// Printing, interpolating, reflecting, dumping or encoding a secret shows only `whsec_...`. A secret cannot be written
/// as a string literal, which helps keep secrets out of source code.
///
///     let secret = try WebhookSecret.fromEnvironment()
public struct WebhookSecret: Sendable {
    private static let prefix = "whsec_"

    /// The signing key.
    let key: [UInt8]

    /// Creates a secret from text. If the text begins with `whsec_`, the rest must be the base64-encoded key. Any other
    /// text is used as the key itself.
    ///
    /// - Throws: `WebhookError` with code `.invalidSecret`. The message does not contain the secret.
    public init(_ text: String) throws {
        guard text.utf8.starts(with: Self.prefix.utf8) else {
            key = Array(text.utf8)
            guard !key.isEmpty else { throw WebhookError(.invalidSecret, "the webhook secret is empty") }
            return
        }
        guard let data = Data(base64Encoded: String(text.dropFirst(Self.prefix.count))) else {
            throw WebhookError(
                .invalidSecret,
                "the webhook secret is not valid base64 after '\(Self.prefix)'; copy the whole secret"
            )
        }
        guard !data.isEmpty else {
            throw WebhookError(.invalidSecret, "the webhook secret is empty after '\(Self.prefix)'")
        }
        key = Array(data)
    }

    /// Creates the secret from the OPENAI_WEBHOOK_SECRET environment variable.
    ///
    /// - Throws: `WebhookError` with code `.invalidSecret` if the variable is missing, empty or invalid.
    public static func fromEnvironment(
        _ environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> WebhookSecret {
        guard let text = environment["OPENAI_WEBHOOK_SECRET"], !text.isEmpty else {
            throw WebhookError(.invalidSecret, "no webhook secret; set OPENAI_WEBHOOK_SECRET")
        }
        return try WebhookSecret(text)
    }
}

extension WebhookSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable, Encodable {
    /// The masked secret.
    public var description: String { "\(Self.prefix)..." }

    /// The masked secret.
    public var debugDescription: String { description }

    /// A mirror that contains only the masked secret. `dump` uses this mirror instead of the description.
    public var customMirror: Mirror { Mirror(self, children: ["secret": description], displayStyle: .struct) }

    /// Encodes the masked secret, so a secret that is accidentally written to a JSON file is not exposed.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
