/// A recording of the keys and types that a type requests from its decoder.
final class SchemaRecording {
    private var properties: [DerivedProperty] = []
    private var positions: [String: Int] = [:]
    private var elements: [DerivedSchema] = []
    private var single: DerivedSchema?
    private(set) var isKeyed = false
    private(set) var isUnkeyed = false
    private var isNullable = false
    /// Whether the type checked `isAtEnd`. Only types that decode their elements in a loop check this property.
    var hasReadEnd = false
    /// Whether the type enumerated the keys, which are not known during recording.
    var hasReadAllKeys = false
    /// The recordings of nested containers. A recording can still be empty when it is added.
    private var nested: [(name: String, recording: SchemaRecording)] = []

    var elementCount: Int { elements.count }

    func openKeyed() { isKeyed = true }
    func openUnkeyed() { isUnkeyed = true }

    /// Records a property that must be present.
    func property(_ name: String, _ schema: DerivedSchema) {
        guard let position = positions[name] else {
            positions[name] = properties.count
            return properties.append(DerivedProperty(name: name, schema: schema, isRequired: true))
        }
        // The type checked whether the property is present or `null` before decoding it.
        guard case .nullable(.value(let placeholder)) = properties[position].schema, placeholder.isEmpty else { return }
        let isNullable = properties[position].isNullable
        properties[position].schema = isNullable ? .nullable(schema) : schema
    }

    /// Records a property that may be absent.
    func optionalProperty(_ name: String, _ schema: DerivedSchema) {
        guard positions[name] == nil else { return property(name, schema) }
        positions[name] = properties.count
        properties.append(DerivedProperty(name: name, schema: schema, isRequired: false))
    }

    /// Records that a property was checked for presence before its type was known.
    func ask(_ name: String, isNullable: Bool) {
        if let position = positions[name] {
            if isNullable { properties[position].isNullable = true }
            return
        }
        positions[name] = properties.count
        var property = DerivedProperty(
            name: name,
            schema: .nullable(.value(JSONObject())),
            isRequired: isNullable
        )
        property.isNullable = isNullable
        properties.append(property)
    }

    func element(_ schema: DerivedSchema) { elements.append(schema) }
    func value(_ schema: DerivedSchema) { single = single ?? schema }
    func null() { isNullable = true }

    func nestedProperty(_ name: String) -> SchemaRecording {
        let recording = SchemaRecording()
        property(name, .object([]))
        nested.append((name, recording))
        return recording
    }

    /// The schema of the recorded keys and types, or `nil` if nothing was recorded.
    var schema: DerivedSchema? {
        if isKeyed {
            var properties = properties
            for (name, recording) in nested {
                guard let position = positions[name], let schema = recording.schema else { continue }
                properties[position].schema = schema
            }
            return .object(properties)
        }
        if isUnkeyed {
            guard let first = elements.first else { return .array(.value(JSONObject()), isUnique: false) }
            return hasReadEnd && elements.count == 1 ? .array(first, isUnique: false) : .tuple(elements)
        }
        return single.map { isNullable ? .nullable($0) : $0 }
    }
}

/// A decoder that records the requested keys and types, and returns sample values.
struct RecordingDecoder: Decoder {
    let derivation: SchemaDerivation
    let recording: SchemaRecording

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        recording.openKeyed()
        return KeyedDecodingContainer(RecordingKeyedContainer(derivation: derivation, recording: recording))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        recording.openUnkeyed()
        return RecordingUnkeyedContainer(derivation: derivation, recording: recording)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        RecordingValueContainer(derivation: derivation, recording: recording)
    }
}

struct RecordingKeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let derivation: SchemaDerivation
    let recording: SchemaRecording

    var codingPath: [any CodingKey] { [] }

    var allKeys: [Key] {
        recording.hasReadAllKeys = true
        return []
    }

    func contains(_ key: Key) -> Bool {
        recording.ask(key.stringValue, isNullable: false)
        return true
    }

    func decodeNil(forKey key: Key) throws -> Bool {
        recording.ask(key.stringValue, isNullable: true)
        return false
    }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        recording.property(key.stringValue, try derivation.schema(of: type))
        return try derivation.sample(of: type)
    }

    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        recording.optionalProperty(key.stringValue, .nullable(try derivation.schema(of: type)))
        return nil
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try superDecoder(named: key.stringValue).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try superDecoder(named: key.stringValue).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { superDecoder(named: "super") }
    func superDecoder(forKey key: Key) throws -> any Decoder { superDecoder(named: key.stringValue) }

    private func superDecoder(named name: String) -> RecordingDecoder {
        RecordingDecoder(derivation: derivation, recording: recording.nestedProperty(name))
    }
}

struct RecordingUnkeyedContainer: UnkeyedDecodingContainer {
    let derivation: SchemaDerivation
    let recording: SchemaRecording

    var codingPath: [any CodingKey] { [] }
    var count: Int? { nil }
    var currentIndex: Int { recording.elementCount }

    /// One element is enough to determine the schema of an array. A type that decodes a tuple does not check this
    /// property.
    var isAtEnd: Bool {
        recording.hasReadEnd = true
        return recording.elementCount > 0
    }

    mutating func decodeNil() throws -> Bool { false }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        recording.element(try derivation.schema(of: type))
        return try derivation.sample(of: type)
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) throws -> KeyedDecodingContainer<NestedKey> {
        throw unsupported
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { throw unsupported }
    mutating func superDecoder() throws -> any Decoder { throw unsupported }

    private var unsupported: DecodingError {
        .dataCorrupted(.init(codingPath: [], debugDescription: "Nested containers in an array cannot be recorded."))
    }
}

struct RecordingValueContainer: SingleValueDecodingContainer {
    let derivation: SchemaDerivation
    let recording: SchemaRecording

    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool {
        recording.null()
        return false
    }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        recording.value(try derivation.schema(of: type))
        return try derivation.sample(of: type)
    }
}
