/// Functions that recognize and mask header fields whose values are secrets.
///
/// If a key is too short to be distinguished from a word, it can be recognized only by the name of its header.
package enum SecretHeader {
    private static let names: Set<String> = [
        "authorization", "proxy-authorization", "cookie", "set-cookie", "api-key", "x-api-key", "x-goog-api-key",
        "x-auth-token",
    ]

    /// Returns whether a header with the given name contains a secret. The name is case-insensitive.
    package static func contains(_ name: String) -> Bool {
        let name = name.lowercased()
        return names.contains(name) || name.hasSuffix("api-key") || name.contains("secret")
    }

    /// Returns a displayable form of the value, with keys masked. If no key is recognized, the entire value is hidden.
    package static func shown(_ value: String, redacted: String) -> String {
        if redacted != value || value.isEmpty { return redacted }
        let words = value.split(separator: " ", maxSplits: 1)
        return words.count == 2 ? "\(words[0]) (hidden)" : "(hidden)"
    }
}
