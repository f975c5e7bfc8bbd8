struct JSONKeyedContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let state: JSONEncodingState
    let token: JSONEncodingState.Token
    let codingPath: [any CodingKey]

    private func prepare(_ key: Key) throws {
        try state.prepare(token, codingPath: codingPath)
        state.writer.write(key.stringValue)
        state.writer.writeRaw(":")
    }

    func encodeNil(forKey key: Key) throws {
        try prepare(key)
        state.writer.writeRaw("null")
    }

    func encode(_ value: Bool, forKey key: Key) throws {
        try prepare(key)
        state.writer.write(value)
    }

    func encode(_ value: String, forKey key: Key) throws {
        try prepare(key)
        state.writer.write(value)
    }

    func encode(_ value: Double, forKey key: Key) throws {
        try prepare(key)
        try state.write(value, codingPath: codingPath + [key])
    }

    func encode(_ value: Float, forKey key: Key) throws {
        try prepare(key)
        try state.write(Double(value.description) ?? Double(value), codingPath: codingPath + [key])
    }

    func encode(_ value: Int, forKey key: Key) throws { try encodeInteger(value, key) }
    func encode(_ value: Int8, forKey key: Key) throws { try encodeInteger(value, key) }
    func encode(_ value: Int16, forKey key: Key) throws { try encodeInteger(value, key) }
    func encode(_ value: Int32, forKey key: Key) throws { try encodeInteger(value, key) }
    func encode(_ value: Int64, forKey key: Key) throws { try encodeInteger(value, key) }
    func encode(_ value: UInt, forKey key: Key) throws { try encodeInteger(value, key) }
    func encode(_ value: UInt8, forKey key: Key) throws { try encodeInteger(value, key) }
    func encode(_ value: UInt16, forKey key: Key) throws { try encodeInteger(value, key) }
    func encode(_ value: UInt32, forKey key: Key) throws { try encodeInteger(value, key) }
    func encode(_ value: UInt64, forKey key: Key) throws { try encodeInteger(value, key) }

    private func encodeInteger(_ value: some BinaryInteger, _ key: Key) throws {
        try prepare(key)
        state.writer.write(value)
    }

    func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
        try prepare(key)
        try state.encode(value, codingPath: codingPath + [key])
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type,
        forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        nestedEncoder(key).container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        nestedEncoder(key).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { nestedEncoder(named: "super", path: codingPath) }

    func superEncoder(forKey key: Key) -> any Encoder { nestedEncoder(key) }

    private func nestedEncoder(_ key: Key) -> JSONValueEncoder {
        nestedEncoder(named: key.stringValue, path: codingPath + [key])
    }

    private func nestedEncoder(named name: String, path: [any CodingKey]) -> JSONValueEncoder {
        state.prepareOwing(token, codingPath: codingPath, key: name)
        return JSONValueEncoder(state: state, depth: token.depth + 1, codingPath: path)
    }
}

struct JSONUnkeyedContainer: UnkeyedEncodingContainer {
    let state: JSONEncodingState
    let token: JSONEncodingState.Token
    let codingPath: [any CodingKey]

    var count: Int { state.open.count > token.depth ? state.open[token.depth].count : 0 }

    func encodeNil() throws {
        try state.prepare(token, codingPath: codingPath)
        state.writer.writeRaw("null")
    }

    func encode<T: Encodable>(_ value: T) throws {
        try state.prepare(token, codingPath: codingPath)
        try state.encode(value, codingPath: codingPath)
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type
    ) -> KeyedEncodingContainer<NestedKey> {
        nestedEncoder().container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { nestedEncoder().unkeyedContainer() }

    func superEncoder() -> any Encoder { nestedEncoder() }

    private func nestedEncoder() -> JSONValueEncoder {
        state.prepareOwing(token, codingPath: codingPath, key: nil)
        return JSONValueEncoder(state: state, depth: token.depth + 1, codingPath: codingPath)
    }
}

struct JSONSingleValueContainer: SingleValueEncodingContainer {
    let state: JSONEncodingState
    let codingPath: [any CodingKey]

    func encodeNil() throws { state.writer.writeRaw("null") }
    func encode(_ value: Bool) throws { state.writer.write(value) }
    func encode(_ value: String) throws { state.writer.write(value) }
    func encode(_ value: Double) throws { try state.write(value, codingPath: codingPath) }
    func encode(_ value: Float) throws {
        try state.write(Double(value.description) ?? Double(value), codingPath: codingPath)
    }
    func encode(_ value: Int) throws { state.writer.write(value) }
    func encode(_ value: Int8) throws { state.writer.write(value) }
    func encode(_ value: Int16) throws { state.writer.write(value) }
    func encode(_ value: Int32) throws { state.writer.write(value) }
    func encode(_ value: Int64) throws { state.writer.write(value) }
    func encode(_ value: UInt) throws { state.writer.write(value) }
    func encode(_ value: UInt8) throws { state.writer.write(value) }
    func encode(_ value: UInt16) throws { state.writer.write(value) }
    func encode(_ value: UInt32) throws { state.writer.write(value) }
    func encode(_ value: UInt64) throws { state.writer.write(value) }
    func encode<T: Encodable>(_ value: T) throws { try state.encode(value, codingPath: codingPath) }
}
