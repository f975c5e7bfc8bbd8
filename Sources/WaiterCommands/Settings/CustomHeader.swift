internal import HTTPTypes
internal import Waiter

/// A header of the user's own, for gateways that want one beside the key.
struct CustomHeader: Sendable, Hashable {
    let field: HTTPField

    /// Headers that the client sets, and that carry a key.
    private static let reserved: Set<String> = [
        "host", "content-length", "content-type", "content-encoding", "transfer-encoding", "connection",
        "accept-encoding",
        "idempotency-key", "te", "trailer", "upgrade", "expect",
    ]

    private static let credentials: Set<String> = ["authorization", "proxy-authorization"]

    /// What is wrong with a header, and what to do; holds no value.
    struct Defect: Error, Sendable, Hashable {
        var reason: String
        var nextStep: String?
    }

    /// - Throws: `Defect` for what no header can be, and for one that carries a key.
    init(name: String, value: String) throws(Defect) {
        if Self.credentials.contains(name.lowercased()) {
            throw Defect(
                reason: "the header '\(name)' carries a key",
                nextStep: "store the key with: waiter keys set NAME, and name it as \"key\" of a profile"
            )
        }
        guard let fieldName = HTTPField.Name(name) else {
            throw Defect(reason: "'\(KeyScanner.redacted(name))' is not the name of a header", nextStep: nil)
        }
        guard !Self.reserved.contains(fieldName.canonicalName) else {
            throw Defect(reason: "the header '\(name)' is set by waiter itself", nextStep: nil)
        }
        guard HTTPField.isValidValue(value) else {
            throw Defect(reason: "the header '\(name)' has characters that no header may carry", nextStep: nil)
        }
        field = HTTPField(name: fieldName, value: value)
    }

    /// Reads `Name: value`.
    init(_ text: String) throws(Defect) {
        guard let colon = text.firstIndex(of: ":") else {
            throw Defect(reason: "a header is 'Name: value'", nextStep: "such as --header 'X-Team: blue'")
        }
        try self.init(
            name: KeyText.trimmed(String(text[..<colon])),
            value: KeyText.trimmed(String(text[text.index(after: colon)...]))
        )
    }

    /// The value as it may be shown: what may be a secret is masked.
    static func shown(_ field: HTTPField) -> String {
        let name = field.name.canonicalName
        let isSecret = ["key", "token", "secret", "auth", "cookie", "password"].contains { name.contains($0) }
        return isSecret ? APIKey.masked(field.value) : KeyScanner.redacted(field.value)
    }
}
