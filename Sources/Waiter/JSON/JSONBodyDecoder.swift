/// Decodes response bodies, also those that Foundation's decoder gives up on.
///
/// Foundation refuses a whole document for one lone surrogate, one byte of invalid UTF-8, or an integer of twenty
/// digits, and hands over the members of an object in any order. Here a document is read by our own parser, which
/// repairs what can be repaired, and the types are decoded from its tree.
package enum JSONBodyDecoder {
    /// The value in the bytes; throws `JSONError` when they are no JSON, `DecodingError` when it has another shape.
    package static func decode<T: Decodable>(_ type: T.Type, from bytes: [UInt8]) throws -> T {
        try decode(type, from: JSONValue(parsing: bytes))
    }

    /// The value in a tree; throws `DecodingError` when it has another shape.
    package static func decode<T: Decodable>(_ type: T.Type, from value: JSONValue) throws -> T {
        try value.decoded(as: type, at: .root)
    }
}

/// Where in a document a value stands, as a chain that costs nothing until an error needs it.
indirect enum JSONPath {
    case root
    case member(any CodingKey, of: JSONPath)
    case element(Int, of: JSONPath)

    var codingPath: [any CodingKey] {
        switch self {
        case .root: []
        case .member(let key, let parent): parent.codingPath + [key]
        case .element(let index, let parent): parent.codingPath + [JSONElementKey(index)]
        }
    }
}

/// The position of an array's element, as a key of a coding path.
struct JSONElementKey: CodingKey {
    let index: Int

    init(_ index: Int) { self.index = index }
    init?(stringValue: String) { nil }
    init?(intValue: Int) { self.init(intValue) }

    var stringValue: String { "Index \(index)" }
    var intValue: Int? { index }
}

/// What a type's `init(from:)` is given.
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
