extension JSONReader {
    /// Reads a number as an integer. Fractions are truncated, and numbers outside the range of `Int` are clamped.
    /// Returns `nil` for `null` and for values of other types.
    package mutating func readIntegerOrNil() throws(JSONError) -> Int? {
        if let value = readShortInteger() { return value }
        switch peek() {
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            switch try readNumber() {
            case .integer(let value)?: return Int(value)
            case .number(let value)?: return Int(exactly: value.rounded(.towardZero)) ?? (value < 0 ? .min : .max)
            default: return nil
            }
        default:
            try skipValue()
            return nil
        }
    }

    /// Reads a value as text. Returns `nil` for `null`.
    ///
    /// Servers sometimes send a value of another type instead of a string. The texts of content parts are joined, and
    /// any other value is converted to JSON text.
    package mutating func readTextOrNil() throws(JSONError) -> String? {
        if peek() == UInt8(ascii: "\"") { return try readString() }
        return try readValue().messageText
    }

    /// Reads a string. If the string starts or ends with half of a surrogate pair, that half is removed and stored in
    /// `ends`.
    @inline(__always)
    package mutating func readFragment(_ ends: inout TextEnds) throws(JSONError) -> String? {
        guard peek() == UInt8(ascii: "\"") else { return try readValue().messageText }
        let (bytes, isEscaped) = try readStringBytes()
        if !isEscaped { return String(decoding: bytes, as: UTF8.self) }
        let fragment = JSONStringDecoder.unescaped(bytes)
        ends = TextEnds(leadingLow: fragment.leadingLow, trailingHigh: fragment.trailingHigh)
        return fragment.text
    }

    /// Reads a string. Returns `nil` if the value is not a string.
    package mutating func readWordOrNil() throws(JSONError) -> String? {
        if peek() == UInt8(ascii: "\"") { return try readString() }
        try skipValue()
        return nil
    }

    /// Decodes a value of a type that is too rare to justify a dedicated parser. Returns `nil` if the value is `null`
    /// or malformed.
    package mutating func readSide<T: Decodable>(_ type: T.Type) throws(JSONError) -> T? {
        let value = try readValue()
        return value.isNull ? nil : try? JSONBodyDecoder.decode(type, from: value)
    }

    /// Decodes a value of a type that is too rare to justify a dedicated parser.
    package mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        try JSONBodyDecoder.decode(type, from: try readValue())
    }
}

extension JSONValue {
    /// The value as message text. A string is unchanged, the texts of content parts are joined, and any other value is
    /// converted to JSON text. The result is `nil` if the value is `null` or if the JSON text is longer than a
    /// megabyte.
    package var messageText: String? {
        switch self {
        case .null: nil
        case .string(let text): text
        case .array(let parts) where parts.allSatisfy({ $0["type"] != nil }):
            parts.compactMap { $0["text"]?.stringValue }.joined()
        default: jsonText(upTo: Self.longestStandIn)
        }
    }
}

extension JSONValue {
    /// The maximum length, in bytes, of JSON that is used as text.
    package static var longestStandIn: Int { 1 << 20 }
}

/// The halves of surrogate pairs at the ends of a string.
package struct TextEnds {
    package var leadingLow: UInt16?
    package var trailingHigh: UInt16?

    package var isPresent: Bool { leadingLow != nil || trailingHigh != nil }
}
