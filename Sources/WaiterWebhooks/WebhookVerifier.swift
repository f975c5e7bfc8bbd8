internal import Crypto
public import HTTPTypes
internal import Waiter

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// Verifies the signatures of webhooks and decodes their events.
///
///     let verifier = WebhookVerifier(secret: try .fromEnvironment())
///     let event = try verifier.event(body: bytes, headers: request.headers)
///
/// Pass the body exactly as it was received. A body that has been parsed and encoded again does not match the
/// signature. The headers have the format defined by Standard Webhooks:
/// https://github.com/standard-webhooks/standard-webhooks
public struct WebhookVerifier: Sendable {
    /// The accepted secrets. While a secret is being rotated, the list contains the old and the new secret.
    public var secrets: [WebhookSecret]
    /// The maximum difference between the timestamp and the current time. This limits the time during which a request
    /// can be replayed.
    public var tolerance: Duration
    private let now: @Sendable () -> Date

    /// Creates a verifier that accepts signatures made with one secret.
    ///
    /// - Parameters:
    ///   - secret: The secret of the endpoint.
    ///   - tolerance: The maximum difference between the timestamp and the current time.
    ///   - now: A closure that returns the current time.
    public init(
        secret: WebhookSecret,
        tolerance: Duration = .seconds(300),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.init(secrets: [secret], tolerance: tolerance, now: now)
    }

    /// Creates a verifier that accepts signatures made with any of several secrets.
    ///
    /// - Parameters:
    ///   - secrets: The current secret and the secrets that it replaces.
    ///   - tolerance: The maximum difference between the timestamp and the current time.
    ///   - now: A closure that returns the current time.
    public init(
        secrets: [WebhookSecret],
        tolerance: Duration = .seconds(300),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.secrets = secrets
        self.tolerance = tolerance
        self.now = now
    }

    /// Verifies a webhook and returns its event.
    ///
    /// - Throws: `WebhookError`.
    public func event(body: some Collection<UInt8>, headers: HTTPFields) throws -> WebhookEvent {
        try event(Array(body), WebhookHeaders(headers))
    }

    /// Verifies a webhook and returns its event. Header names are case-insensitive.
    ///
    /// - Throws: `WebhookError`.
    public func event(body: some Collection<UInt8>, headers: [String: String]) throws -> WebhookEvent {
        try event(Array(body), WebhookHeaders(headers))
    }

    /// Verifies a webhook without decoding its body.
    ///
    /// - Throws: `WebhookError`.
    public func verify(body: some Collection<UInt8>, headers: HTTPFields) throws {
        try verify(Array(body), WebhookHeaders(headers))
    }

    /// Verifies a webhook without decoding its body. Header names are case-insensitive.
    ///
    /// - Throws: `WebhookError`.
    public func verify(body: some Collection<UInt8>, headers: [String: String]) throws {
        try verify(Array(body), WebhookHeaders(headers))
    }

    private func event(_ body: [UInt8], _ headers: WebhookHeaders) throws -> WebhookEvent {
        try verify(body, headers)
        guard case .object(let members)? = try? JSONValue(parsingForeign: body), members["type"]?.stringValue != nil
        else {
            throw WebhookError(.malformedEvent, "the webhook's body is not a JSON object with a type")
        }
        return WebhookEvent(json: members)
    }

    private func verify(_ body: [UInt8], _ headers: WebhookHeaders) throws {
        try checkTime(headers)
        let signatures = try headers.signatures()
        let prefix = Array("\(headers.id).\(headers.timestamp).".utf8)
        for secret in secrets {
            var hash = HMAC<SHA256>(key: SymmetricKey(data: secret.key))
            hash.update(data: prefix)
            hash.update(data: body)
            let code = hash.finalize()
            // Comparing two authentication codes with `==` always takes the same time, regardless of where the codes
            // differ.
            if signatures.contains(where: { code == $0 }) { return }
        }
        throw WebhookError(
            .signatureMismatch,
            "the webhook's signature does not match; check the secret, and pass the body as it was received"
        )
    }

    /// Rejects timestamps outside the tolerance.
    private func checkTime(_ headers: WebhookHeaders) throws {
        let age = now().timeIntervalSince1970 - Double(try headers.seconds())
        let limit = tolerance / .seconds(1)
        if age > limit {
            throw WebhookError(
                .timestampTooOld,
                "the webhook is more than \(tolerance) old and may be a replay"
            )
        }
        if age < -limit {
            throw WebhookError(
                .timestampTooNew,
                "the webhook's timestamp is more than \(tolerance) in the future; check this machine's clock"
            )
        }
    }
}
