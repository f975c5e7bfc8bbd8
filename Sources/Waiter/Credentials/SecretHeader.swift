/// The header fields whose values are secrets, whatever their form: a key that is too short to be told from a word is
/// known by its header alone.
package enum SecretHeader {
    private static let names: Set<String> = [
        "authorization", "proxy-authorization", "cookie", "set-cookie", "api-key", "x-api-key", "x-goog-api-key",
        "x-auth-token",
    ]

    /// Whether a header of this name, in any case, holds a secret.
    package static func contains(_ name: String) -> Bool {
        let name = name.lowercased()
        return names.contains(name) || name.hasSuffix("api-key") || name.contains("secret")
    }

    /// The value for people: with its keys masked, or hidden where nothing in it looks like one.
    package static func shown(_ value: String, redacted: String) -> String {
        if redacted != value || value.isEmpty { return redacted }
        let words = value.split(separator: " ", maxSplits: 1)
        return words.count == 2 ? "\(words[0]) (hidden)" : "(hidden)"
    }
}
