#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The ID of a conversation. It consists of 26 letters and digits, and IDs sort by creation time.
///
/// The first ten characters encode the milliseconds since 1970, and the others are random. All characters are in
/// Crockford's Base32. The format is known as ULID.
public struct ConversationID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The 26 characters, in lowercase.
    public let text: String

    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// Creates a unique ID.
    public init(at time: Date = Date()) {
        var generator = SystemRandomNumberGenerator()
        self.init(at: time, using: &generator)
    }

    /// Creates an ID using a random number generator.
    public init(at time: Date, using generator: inout some RandomNumberGenerator) {
        let milliseconds = UInt64(max(0, min(time.timeIntervalSince1970 * 1000, 281_474_976_710_655)))
        var bytes = (0..<10).map { place in
            Self.alphabet[Int(truncatingIfNeeded: milliseconds >> UInt64(45 - 5 * place)) & 31]
        }
        for _ in 0..<16 { bytes.append(Self.alphabet[Int(generator.next() & 31)]) }
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// Parses an ID, ignoring case. Returns `nil` if the text is not a valid ID.
    public init?(_ text: String) {
        let text = text.lowercased()
        guard text.utf8.count == 26, text.utf8.allSatisfy(Self.alphabet.contains), text.first.map({ $0 < "8" }) == true
        else { return nil }
        self.text = text
    }

    /// The creation time of the conversation, with millisecond precision.
    public var time: Date {
        let milliseconds = text.utf8.prefix(10).reduce(UInt64(0)) { value, byte in
            value << 5 | UInt64(Self.alphabet.firstIndex(of: byte) ?? 0)
        }
        return Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    }

    /// The 26 characters.
    public var description: String { text }

    /// Returns whether the first conversation was created before the second.
    public static func < (a: ConversationID, b: ConversationID) -> Bool { a.text < b.text }
}

extension ConversationID: Codable {
    /// Decodes an ID from a string.
    ///
    /// - Throws: `DecodingError` for an invalid ID.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let id = ConversationID(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a conversation ID")
        }
        self = id
    }

    /// Encodes the ID as a string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
