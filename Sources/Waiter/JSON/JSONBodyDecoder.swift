/// Decodes response bodies, including bodies that Foundation's decoder rejects.
///
/// Foundation's decoder rejects an entire document if it contains an unpaired surrogate, an invalid UTF-8 byte or a
/// 20-digit integer. It also does not preserve the order of members. This decoder has neither limitation: it parses
/// documents with `JSONReader` and decodes types from the resulting tree.
package enum JSONBodyDecoder {
    /// Decodes a value from bytes. Throws `JSONError` if the JSON is invalid, and `DecodingError` if its structure is
    /// unexpected.
    package static func decode<T: Decodable>(_ type: T.Type, from bytes: [UInt8]) throws -> T {
        try decode(type, from: JSONValue(parsing: bytes))
    }

    /// Decodes a value from a JSON tree. Throws `DecodingError` if the structure of the tree is unexpected.
    package static func decode<T: Decodable>(_ type: T.Type, from value: JSONValue) throws -> T {
        try value.decoded(as: type, at: .root)
    }

    /// Decodes a value from a JSON tree, with custom rules for dates and decimals.
    package static func decode<T: Decodable>(
        _ type: T.Type,
        from value: JSONValue,
        rules: JSONScalarRules
    ) throws -> T {
        try value.decoded(as: type, at: .document(rules))
    }
}

/// The path to a value in a document. It is stored as a linked list and converted to a coding path only for errors.
indirect enum JSONPath {
    case root
    /// The root of a document that has custom rules for dates and decimals.
    case document(JSONScalarRules)
    case member(any CodingKey, of: JSONPath)
    case element(Int, of: JSONPath)

    var codingPath: [any CodingKey] {
        switch self {
        case .root, .document: []
        case .member(let key, let parent): parent.codingPath + [key]
        case .element(let index, let parent): parent.codingPath + [JSONElementKey(index)]
        }
    }

    /// The custom rules for the document, or `nil` to use Foundation's rules.
    var rules: JSONScalarRules? {
        switch self {
        case .root: nil
        case .document(let rules): rules
        case .member(_, let parent), .element(_, let parent): parent.rules
        }
    }
}

/// An array index as a coding path key.
struct JSONElementKey: CodingKey {
    let index: Int

    init(_ index: Int) { self.index = index }
    init?(stringValue: String) { nil }
    init?(intValue: Int) { self.init(intValue) }

    var stringValue: String { "Index \(index)" }
    var intValue: Int? { index }
}

/// The decoder passed to `init(from:)`.
struct JSONValueDecoder: Decoder {
    let value: JSONValue
    let path: JSONPath

    var codingPath: [any CodingKey] { path.codingPath }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let object) = value else { throw value.mismatch([String: Any].self, at: path) }
        return KeyedDecodingContainer(JSONKeyedDecodingContainer(object: object, path: path))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let elements) = value else { throw value.mismatch([Any].self, at: path) }
        return JSONUnkeyedDecodingContainer(elements: elements, path: path)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        JSONSingleValueDecodingContainer(value: value, path: path)
    }
}
