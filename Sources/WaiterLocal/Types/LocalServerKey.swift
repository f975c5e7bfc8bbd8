/// The key of a local server.
///
/// The server rejects requests without the key. A new key is generated each time a server starts.
public struct LocalServerKey: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// The key as sent in `Authorization: Bearer VALUE`.
    public let value: String

    init(value: String) {
        self.value = value
    }

    /// Creates a key of 256 random bits.
    static func random() -> LocalServerKey {
        var generator = SystemRandomNumberGenerator()
        let digits = (0..<4).map { _ in
            let text = String(generator.next(), radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }
        return LocalServerKey(value: "local-" + digits.joined())
    }

    /// Returns whether a text has the format of a local server key.
    package static func isOne(_ text: String) -> Bool {
        let digits = text.utf8.dropFirst(6)
        return text.hasPrefix("local-") && digits.count == 64
            && digits.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// The text `LocalServerKey(...)`, which does not contain the key.
    public var description: String { "LocalServerKey(...)" }
    /// A mirror without children, which prevents `dump` from showing the key.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension LocalServerKey: Codable {
    /// Decodes a key from the state file.
    public init(from decoder: any Decoder) throws {
        value = try decoder.singleValueContainer().decode(String.self)
    }

    /// Encodes the key for the state file.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}
