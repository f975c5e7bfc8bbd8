struct JSONKeyedDecodingContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let object: JSONObject
    let path: JSONPath

    var codingPath: [any CodingKey] { path.codingPath }
    var allKeys: [Key] { object.members.compactMap { Key(stringValue: $0.key) } }

    func contains(_ key: Key) -> Bool { object[key.stringValue] != nil }

    private func member(_ key: any CodingKey) throws -> JSONValue {
        guard let value = object[key.stringValue] else {
            throw DecodingError.keyNotFound(
                key,
                .init(codingPath: codingPath, debugDescription: "The object has no member \"\(key.stringValue)\".")
            )
        }
        return value
    }

    func decodeNil(forKey key: Key) throws -> Bool { try member(key).isNull }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
        try member(key).bool(at: .member(key, of: path))
    }
    func decode(_ type: String.Type, forKey key: Key) throws -> String {
        try member(key).string(at: .member(key, of: path))
    }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
        try member(key).number(type, at: .member(key, of: path))
    }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float {
        try member(key).number(type, at: .member(key, of: path))
    }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try integer(type, key) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try integer(type, key) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try integer(type, key) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try integer(type, key) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try integer(type, key) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try integer(type, key) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try integer(type, key) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try integer(type, key) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try integer(type, key) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try integer(type, key) }

    private func integer<T: FixedWidthInteger>(_ type: T.Type, _ key: Key) throws -> T {
        try member(key).integer(type, at: .member(key, of: path))
    }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try member(key).decoded(as: type, at: .member(key, of: path))
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try decoder(for: key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoder(for: key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder {
        JSONValueDecoder(value: object["super"] ?? .null, path: path)
    }

    func superDecoder(forKey key: Key) throws -> any Decoder {
        JSONValueDecoder(value: object[key.stringValue] ?? .null, path: .member(key, of: path))
    }

    private func decoder(for key: Key) throws -> JSONValueDecoder {
        JSONValueDecoder(value: try member(key), path: .member(key, of: path))
    }
}

struct JSONUnkeyedDecodingContainer: UnkeyedDecodingContainer {
    let elements: [JSONValue]
    let path: JSONPath
    private(set) var currentIndex = 0

    init(elements: [JSONValue], path: JSONPath) {
        self.elements = elements
        self.path = path
    }

    var codingPath: [any CodingKey] { path.codingPath }
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex >= elements.count }

    /// Reads the next element. The index is advanced only if reading succeeds.
    private mutating func next<T>(_ type: T.Type, _ read: (JSONValue, JSONPath) throws -> T) throws -> T {
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                type,
                .init(codingPath: codingPath, debugDescription: "The array has no more elements.")
            )
        }
        if currentIndex & 0xFFFF == 0xFFFF, ParserInterruption.isDue { throw CancellationError() }
        let value = try read(elements[currentIndex], .element(currentIndex, of: path))
        currentIndex += 1
        return value
    }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, elements[currentIndex].isNull else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        try next(type) { try $0.decoded(as: type, at: $1) }
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try next(KeyedDecodingContainer<NestedKey>.self) {
            try JSONValueDecoder(value: $0, path: $1).container(keyedBy: type)
        }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try next((any UnkeyedDecodingContainer).self) { try JSONValueDecoder(value: $0, path: $1).unkeyedContainer() }
    }

    mutating func superDecoder() throws -> any Decoder {
        try next((any Decoder).self) { JSONValueDecoder(value: $0, path: $1) }
    }
}

struct JSONSingleValueDecodingContainer: SingleValueDecodingContainer {
    let value: JSONValue
    let path: JSONPath

    var codingPath: [any CodingKey] { path.codingPath }

    func decodeNil() -> Bool { value.isNull }
    func decode(_ type: Bool.Type) throws -> Bool { try value.bool(at: path) }
    func decode(_ type: String.Type) throws -> String { try value.string(at: path) }
    func decode(_ type: Double.Type) throws -> Double { try value.number(type, at: path) }
    func decode(_ type: Float.Type) throws -> Float { try value.number(type, at: path) }
    func decode(_ type: Int.Type) throws -> Int { try value.integer(type, at: path) }
    func decode(_ type: Int8.Type) throws -> Int8 { try value.integer(type, at: path) }
    func decode(_ type: Int16.Type) throws -> Int16 { try value.integer(type, at: path) }
    func decode(_ type: Int32.Type) throws -> Int32 { try value.integer(type, at: path) }
    func decode(_ type: Int64.Type) throws -> Int64 { try value.integer(type, at: path) }
    func decode(_ type: UInt.Type) throws -> UInt { try value.integer(type, at: path) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try value.integer(type, at: path) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try value.integer(type, at: path) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try value.integer(type, at: path) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try value.integer(type, at: path) }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try value.decoded(as: type, at: path) }
}
