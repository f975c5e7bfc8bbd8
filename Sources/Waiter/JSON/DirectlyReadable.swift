/// A response type that can usually be parsed directly from bytes. Direct parsing is ten times as fast as
/// `JSONDecoder`.
///
/// The `Decodable` implementation defines the meaning of a document. A direct reader returns `nil` if a document
/// contains anything uncommon, such as an unrecognized type, an unexpected JSON type, invalid JSON or an `error`
/// member. The `Decodable` implementation then decodes or rejects the document.
package protocol DirectlyReadable: Decodable {
    static func read(_ bytes: [UInt8]) -> Self?
}

/// The error that a direct reader throws if it does not support a document.
package struct UncommonDocument: Error {}

extension JSONReader {
    /// Reads a string or `null`. Returns `nil` for `null`.
    mutating func readOptionalString() throws -> String? {
        if peek() == UInt8(ascii: "\"") { return try readString() }
        return try expectNull()
    }

    /// Reads an integer or `null`. Returns `nil` for `null`.
    mutating func readOptionalInteger() throws -> Int? {
        if peek() == UInt8(ascii: "n") { return try expectNull() }
        guard case .integer(let value)? = try readNumber() else { throw UncommonDocument() }
        return Int(value)
    }

    /// Reads an enumerated value or `null`. Returns `nil` for `null` and the empty string.
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
