/// A response type whose common form can be parsed directly from bytes, ten times as fast as with `JSONDecoder`.
///
/// `Decodable` alone defines the meaning of a document. A direct reader returns `nil` for anything uncommon, such as an
/// unrecognized type, an unexpected JSON type, invalid JSON or an `error` member. The document is then decoded, or
/// rejected, by `Decodable`.
package protocol DirectlyReadable: Decodable {
    static func read(_ bytes: [UInt8]) -> Self?
}

/// The error thrown by a direct reader for a document that it does not support.
package struct UncommonDocument: Error {}

extension JSONReader {
    /// Reads a string; returns `nil` for `null`.
    mutating func readOptionalString() throws -> String? {
        if peek() == UInt8(ascii: "\"") { return try readString() }
        return try expectNull()
    }

    /// Reads an integer; returns `nil` for `null`.
    mutating func readOptionalInteger() throws -> Int? {
        if peek() == UInt8(ascii: "n") { return try expectNull() }
        guard case .integer(let value)? = try readNumber() else { throw UncommonDocument() }
        return Int(value)
    }

    /// Reads an enumerated value; returns `nil` for `null` and the empty string.
    mutating func readEnum<Word: ExtensibleEnum>(_ type: Word.Type = Word.self) throws -> Word? {
        guard let text = try readOptionalString(), !text.isEmpty else { return nil }
        return Word(rawValue: text)
    }

    /// Reads `null` and returns `nil`.
    mutating func expectNull<T>() throws -> T? {
        guard try readNull() else { throw UncommonDocument() }
        return nil
    }

    /// Reads `null` or an empty array.
    mutating func expectNullOrEmptyArray() throws {
        if try readNull() { return }
        var first = true
        try beginArray()
        if try nextElement(first: &first) { throw UncommonDocument() }
    }
}
