internal import HTTPTypes
internal import Waiter

/// A user-defined header, for gateways that require another header in addition to the key.
struct CustomHeader: Sendable, Hashable {
    let field: HTTPField

    /// Headers that the client sets itself.
    private static let reserved: Set<String> = [
        "host", "content-length", "content-type", "content-encoding", "transfer-encoding", "connection",
        "accept-encoding",
        "idempotency-key", "te", "trailer", "upgrade", "expect",
    ]

    private static let credentials: Set<String> = ["authorization", "proxy-authorization"]

    /// The reason for rejecting a header, and the suggested next step.
    ///
    /// A defect never contains the header's value.
    struct Defect: Error, Sendable, Hashable {
        var reason: String
        var nextStep: String?
    }

    /// Creates a header.
    ///
    /// - Throws: `Defect` for an invalid header, or for a header that contains a key.
    init(name: String, value: String) throws(Defect) {
        if Self.credentials.contains(name.lowercased()) {
            throw Defect(
                reason: "the header '\(name)' contains a key",
                nextStep: "store the key with: waiter keys set NAME, and select it with \"key\" in a profile"
            )
        }
        guard let fieldName = HTTPField.Name(name) else {
            throw Defect(reason: "'\(KeyScanner.redacted(name))' is not a valid header name", nextStep: nil)
        }
        guard !Self.reserved.contains(fieldName.canonicalName) else {
            throw Defect(reason: "the header '\(name)' is set by waiter itself", nextStep: nil)
        }
        guard HTTPField.isValidValue(value) else {
            throw Defect(reason: "the header '\(name)' contains characters not allowed in headers", nextStep: nil)
        }
        field = HTTPField(name: fieldName, value: value)
    }

    /// Parses `Name: value`.
    init(_ text: String) throws(Defect) {
        guard let colon = text.firstIndex(of: ":") else {
            throw Defect(reason: "expected 'Name: value'", nextStep: "for example: --header 'X-Team: blue'")
        }
        try self.init(
            name: KeyText.trimmed(String(text[..<colon])),
            value: KeyText.trimmed(String(text[text.index(after: colon)...]))
        )
    }

    /// Returns the value for display, with possible secrets masked.
    static func shown(_ field: HTTPField) -> String {
        let name = field.name.canonicalName
        let isSecret = ["key", "token", "secret", "auth", "cookie", "password"].contains { name.contains($0) }
        return isSecret ? APIKey.masked(field.value) : KeyScanner.redacted(field.value)
    }
}
