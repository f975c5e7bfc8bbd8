/// What servers beside OpenAI's need: fields read by what they mean, not by the one form that the description names.
extension KeyedDecodingContainer {
    /// An integer, also when it was sent as `12.0` or is beyond the range; nil when absent, null or no number.
    ///
    /// A fraction is cut off, and a number that no `Int` holds becomes the nearest one, so that nothing traps.
    func integer(forKey key: Key) throws -> Int? {
        guard try isPresent(key) else { return nil }
        if let value = try? decode(Int.self, forKey: key) { return value }
        return (try? decode(Double.self, forKey: key)).map(Int.init(saturating:))
    }

    /// A count, as `integer` reads one, also when it was sent as the text of a whole number; nil when absent or null.
    func count(forKey key: Key) throws -> Int? {
        guard try isPresent(key) else { return nil }
        guard let text = try? decode(String.self, forKey: key) else {
            if let value = try? decode(Int.self, forKey: key) { return value }
            return Int(saturating: try decode(Double.self, forKey: key))
        }
        guard let count = Int(text) ?? Double(text).flatMap(Int.init(exactly:)) else {
            throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "a count is no number")
        }
        return count
    }

    /// A string; a number, an array or an object becomes its JSON text; nil when absent or null.
    func text(forKey key: Key) throws -> String? {
        guard try isPresent(key) else { return nil }
        return try decode(JSONValue.self, forKey: key).messageText
    }

    /// The members of an object as texts, as `text` reads one; nil for anything else.
    func texts(forKey key: Key) -> [String: String]? {
        guard let members = side([String: JSONValue].self, forKey: key) else { return nil }
        return members.mapValues { $0.stringValue ?? $0.jsonText }
    }

    /// The text of a message: a string, the joined text of an array of parts, else its JSON; nil when absent or null.
    ///
    /// OpenAI answers with a string. Mistral's reasoning models answer with parts.
    func messageText(forKey key: Key) throws -> String? {
        guard try isPresent(key) else { return nil }
        return try decode(JSONValue.self, forKey: key).messageText
    }

    /// The elements of an array; none when absent or null.
    func list<Element: Decodable>(_ type: Element.Type, forKey key: Key) throws -> [Element] {
        try decodeIfPresent([Element].self, forKey: key) ?? []
    }

    /// A field beside the answer: nil when it is absent, null or of another shape, so that it never costs the answer.
    func side<Value: Decodable>(_ type: Value.Type, forKey key: Key) -> Value? {
        (try? decodeIfPresent(type, forKey: key)) ?? nil
    }

    /// The readable objects of an array beside the answer; none for anything but an array.
    func sideList<Element: Decodable>(_ type: Element.Type, forKey key: Key) -> [Element] {
        side(JSONValue.self, forKey: key)?.readableObjects(type) ?? []
    }

    /// A vocabulary's value; nil when absent, no string, or the empty string that some servers send for "none yet".
    func word<Word: ExtensibleEnum>(_ type: Word.Type, forKey key: Key) -> Word? {
        guard let text = side(String.self, forKey: key), !text.isEmpty else { return nil }
        return Word(rawValue: text)
    }

    /// What the model thought, from the first of two fields that holds text; gateways send both, one of them empty.
    func reasoning(_ first: Key, _ second: Key) throws -> String? {
        let text = try messageText(forKey: first)
        if let text, !text.isEmpty { return text }
        return try messageText(forKey: second) ?? text
    }

    /// Whether the field is there and not null.
    func isPresent(_ key: Key) throws -> Bool {
        guard contains(key) else { return false }
        return try !decodeNil(forKey: key)
    }
}

extension JSONValue {
    /// The most elements that are read of a list of remarks, each of which may be two bytes on the wire.
    private static let mostElements = 1 << 16

    /// The elements of an array that decode as a type, of the first 65,536; none for anything but an array.
    func readableElements<Element: Decodable>(_ type: Element.Type) -> [Element] {
        (arrayValue ?? []).prefix(Self.mostElements).compactMap { try? JSONBodyDecoder.decode(type, from: $0) }
    }

    /// The objects of an array that decode as a type; none for anything but an array.
    func readableObjects<Element: Decodable>(_ type: Element.Type) -> [Element] {
        (arrayValue ?? []).compactMap { element in
            element.objectValue == nil ? nil : try? JSONBodyDecoder.decode(type, from: element)
        }
    }
}

extension Int {
    /// The number without its fraction, or the nearest end of the range; 0 for what is not a number.
    init(saturating number: Double) {
        if let value = Int(exactly: number.rounded(.towardZero)) {
            self = value
        } else {
            self = number.isNaN ? 0 : number < 0 ? .min : .max
        }
    }
}

/// An element of a list that names its place with `index`, or is placed by its position when a server leaves it out.
struct IndexedElement<Element: Decodable>: Decodable {
    let element: Element
    let index: Int?

    private enum CodingKeys: String, CodingKey { case index }

    init(from decoder: any Decoder) throws {
        index = try decoder.container(keyedBy: CodingKeys.self).integer(forKey: .index)
        element = try Element(from: decoder)
    }
}
