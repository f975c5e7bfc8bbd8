/// Lenient decoding of responses. The responses of OpenAI-compatible servers can deviate from OpenAI's specification.
extension KeyedDecodingContainer {
    /// Returns an integer, or `nil` if the field is absent, null or not a number.
    ///
    /// Numbers such as `12.0` are accepted. Fractions are truncated, and values are clamped to the range of `Int`, so
    /// that the conversion never traps.
    func integer(forKey key: Key) throws -> Int? {
        guard try isPresent(key) else { return nil }
        if let value = try? decode(Int.self, forKey: key) { return value }
        return (try? decode(Double.self, forKey: key)).map(Int.init(saturating:))
    }

    /// Returns a count, or `nil` if the field is absent or null. Numbers are converted as in `integer(forKey:)`. A
    /// string that contains an integer is also accepted.
    func count(forKey key: Key) throws -> Int? {
        guard try isPresent(key) else { return nil }
        guard let text = try? decode(String.self, forKey: key) else {
            if let value = try? decode(Int.self, forKey: key) { return value }
            return Int(saturating: try decode(Double.self, forKey: key))
        }
        guard let count = Int(text) ?? Double(text).flatMap(Int.init(exactly:)) else {
            throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "expected an integer")
        }
        return count
    }

    /// Returns a string, or the JSON text of a number, array or object. Returns `nil` if the field is absent or null.
    func text(forKey key: Key) throws -> String? {
        guard try isPresent(key) else { return nil }
        return try decode(JSONValue.self, forKey: key).messageText
    }

    /// Returns an object's values as strings, or `nil` if the field is not an object. Values other than strings are
    /// returned as JSON text.
    func texts(forKey key: Key) -> [String: String]? {
        guard let members = side([String: JSONValue].self, forKey: key) else { return nil }
        return members.mapValues { $0.stringValue ?? $0.jsonText }
    }

    /// Returns a message's text, or `nil` if the field is absent or null. The text of content parts is joined. Any
    /// value other than a string or content parts is converted to JSON text.
    ///
    /// OpenAI sends a string. Mistral's reasoning models send an array of parts.
    func messageText(forKey key: Key) throws -> String? {
        guard try isPresent(key) else { return nil }
        return try decode(JSONValue.self, forKey: key).messageText
    }

    /// Returns the elements of an array, or an empty array if the field is absent or null.
    func list<Element: Decodable>(_ type: Element.Type, forKey key: Key) throws -> [Element] {
        try decodeIfPresent([Element].self, forKey: key) ?? []
    }

    /// Returns the value of an optional field, or `nil` if the field is absent, null or malformed. A malformed field
    /// does not cause decoding of the response to fail.
    func side<Value: Decodable>(_ type: Value.Type, forKey key: Key) -> Value? {
        (try? decodeIfPresent(type, forKey: key)) ?? nil
    }

    /// Returns the objects in an array that can be decoded as the given type, or an empty array if the field is not an
    /// array.
    func sideList<Element: Decodable>(_ type: Element.Type, forKey key: Key) -> [Element] {
        side(JSONValue.self, forKey: key)?.readableObjects(type) ?? []
    }

    /// Returns an enumerated value, or `nil` if the field is absent, is not a string, or is empty. Some servers send an
    /// empty string until the value is known.
    func word<Word: ExtensibleEnum>(_ type: Word.Type, forKey key: Key) -> Word? {
        guard let text = side(String.self, forKey: key), !text.isEmpty else { return nil }
        return Word(rawValue: text)
    }

    /// Returns the reasoning text from the first of two fields, or from the second field if the first is absent or
    /// empty. Some gateways send both fields but leave one of them empty.
    func reasoning(_ first: Key, _ second: Key) throws -> String? {
        let text = try messageText(forKey: first)
        if let text, !text.isEmpty { return text }
        return try messageText(forKey: second) ?? text
    }

    /// Returns whether the field is present and not null.
    func isPresent(_ key: Key) throws -> Bool {
        guard contains(key) else { return false }
        return try !decodeNil(forKey: key)
    }
}

extension JSONValue {
    /// The maximum number of elements read from an optional list. A limit is needed because an element can be as short
    /// as two bytes on the wire.
    private static let mostElements = 1 << 16

    /// Returns the array elements that can be decoded as the given type, or an empty array if the value is not an
    /// array. Elements beyond the first 65,536 are ignored.
    func readableElements<Element: Decodable>(_ type: Element.Type) -> [Element] {
        (arrayValue ?? []).prefix(Self.mostElements).compactMap { try? JSONBodyDecoder.decode(type, from: $0) }
    }

    /// Returns the objects in an array that can be decoded as the given type, or an empty array if the value is not an
    /// array.
    func readableObjects<Element: Decodable>(_ type: Element.Type) -> [Element] {
        (arrayValue ?? []).compactMap { element in
            element.objectValue == nil ? nil : try? JSONBodyDecoder.decode(type, from: element)
        }
    }
}

extension Int {
    /// Creates an integer by truncating a floating-point number and clamping it to the range of `Int`. NaN becomes 0.
    init(saturating number: Double) {
        if let value = Int(exactly: number.rounded(.towardZero)) {
            self = value
        } else {
            self = number.isNaN ? 0 : number < 0 ? .min : .max
        }
    }
}

/// A list element and its `index`. The index is `nil` if the server omitted it.
struct IndexedElement<Element: Decodable>: Decodable {
    let element: Element
    let index: Int?

    private enum CodingKeys: String, CodingKey { case index }

    init(from decoder: any Decoder) throws {
        index = try decoder.container(keyedBy: CodingKeys.self).integer(forKey: .index)
        element = try Element(from: decoder)
    }
}
