/// A response type that reads its ordinary form straight from the bytes, at a tenth of what `JSONDecoder` takes.
///
/// `Decodable` alone says what a document means. A reader gives up, with nil, at anything out of the ordinary: an
/// unknown kind, another type than expected, broken JSON, an `error` member. `Decodable` then reads or refuses it.
package protocol DirectlyReadable: Decodable {
    static func read(_ bytes: [UInt8]) -> Self?
}

/// Why a reader gives up.
package struct OutOfTheOrdinary: Error {}

extension JSONReader {
    /// A string or nil for `null`.
    mutating func plainText() throws -> String? {
        if peek() == UInt8(ascii: "\"") { return try readString() }
        return try nothing()
    }

    /// An integer or nil for `null`.
    mutating func plainInteger() throws -> Int? {
        if peek() == UInt8(ascii: "n") { return try nothing() }
        guard case .integer(let value)? = try readNumber() else { throw OutOfTheOrdinary() }
        return Int(value)
    }

    /// A word of the server's vocabulary or nil for `null` and the empty string.
    mutating func plainWord<Word: ExtensibleEnum>(_ type: Word.Type = Word.self) throws -> Word? {
        guard let text = try plainText(), !text.isEmpty else { return nil }
        return Word(rawValue: text)
    }

    /// `null`, as nil of any type.
    mutating func nothing<T>() throws -> T? {
        guard try readNull() else { throw OutOfTheOrdinary() }
        return nil
    }

    /// `null` or an empty array.
    mutating func nothingOrEmpty() throws {
        if try readNull() { return }
        var first = true
        try beginArray()
        if try nextElement(first: &first) { throw OutOfTheOrdinary() }
    }
}
