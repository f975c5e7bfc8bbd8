#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Encodes requests as compact JSON, in the order in which types encode their members.
///
/// Foundation's encoder either sorts members or writes them in an order that changes between runs. A stable order
/// in which the model comes first allows servers to cache prompts, makes requests readable, and keeps the
/// properties of a schema in order. Output is written immediately. It is therefore an error to write to a container
/// after its parent has received another value.
package enum JSONBodyEncoder {
    /// Returns the JSON for a value that supports direct writing. This overload requires no dynamic casts.
    package static func encode(_ value: some DirectlyWritable) throws -> [UInt8] {
        var writer = JSONWriter()
        return value.write(to: &writer) ? writer.bytes : try encodeAnything(value)
    }

    /// Returns the UTF-8 encoded JSON for a value. Throws `EncodingError` if the value contains a number that JSON
    /// cannot represent.
    package static func encode(_ value: some Encodable) throws -> [UInt8] { try encodeAnything(value) }

    private static func encodeAnything(_ value: some Encodable) throws -> [UInt8] {
        let state = JSONEncodingState()
        try state.encode(value, codingPath: [])
        if let failure = state.failure { throw failure }
        return state.writer.bytes
    }
}

/// The output so far and the stack of open containers.
final class JSONEncodingState {
    enum Kind { case object, array }

    struct Open {
        let kind: Kind
        let serial: Int
        var count = 0
    }

    /// The identifier of a container, which consists of its depth on the stack and its serial number.
    struct Token {
        let depth: Int
        let serial: Int
    }

    var writer = JSONWriter()
    private(set) var open: [Open] = []
    private var serials = 0
    /// The length of the output after the last key, or `nil` if the value of that key has been written.
    private var owedSince: Int?
    /// The first error that occurred in a method that cannot throw.
    var failure: (any Error)?

    init() {
        writer.bytes.reserveCapacity(512)
        open.reserveCapacity(16)
    }

    /// Opens a container for the value at the given depth or returns the container that is already open for that
    /// value.
    func container(_ kind: Kind, depth: Int) -> Token {
        if open.count > depth, open[depth].kind == kind { return Token(depth: depth, serial: open[depth].serial) }
        owedSince = nil
        close(to: depth)
        if kind == .object { writer.writeRaw("{") } else { writer.writeRaw("[") }
        serials += 1
        open.append(Open(kind: kind, serial: serials))
        return Token(depth: depth, serial: serials)
    }

    func close(to depth: Int) {
        payOwedValue()
        while open.count > depth {
            if open.removeLast().kind == .object { writer.writeRaw("}") } else { writer.writeRaw("]") }
        }
    }

    /// Prepares for a value from a nested encoder, which might not write anything.
    func prepareOwing(_ token: Token, codingPath: [any CodingKey], key: String?) {
        do {
            try prepare(token, codingPath: codingPath)
        } catch {
            failure = failure ?? error
            return
        }
        if let key {
            writer.write(key)
            writer.writeRaw(":")
        }
        owedSince = writer.bytes.count
    }

    private func payOwedValue() {
        if owedSince == writer.bytes.count { writer.writeRaw("{}") }
        owedSince = nil
    }

    /// Makes this container the innermost open one and writes a separator if needed.
    func prepare(_ token: Token, codingPath: [any CodingKey]) throws {
        guard open.count > token.depth, open[token.depth].serial == token.serial else {
            throw EncodingError.invalidValue(
                (),
                .init(codingPath: codingPath, debugDescription: "A container was written to after it was closed.")
            )
        }
        close(to: token.depth + 1)
        if open[token.depth].count > 0 { writer.writeRaw(",") }
        open[token.depth].count += 1
    }

    func encode<T: Encodable>(_ value: T, codingPath: @autoclosure () -> [any CodingKey]) throws {
        if T.self == String.self, let text = value as? String { return writer.write(text) }
        if T.self == JSONValue.self, let json = value as? JSONValue { return try write(json, codingPath: codingPath()) }
        if T.self == Double.self, let number = value as? Double { return try write(number, codingPath: codingPath()) }
        if T.self == URL.self, let url = value as? URL { return writer.write(url.absoluteString) }
        if T.self == Data.self, let data = value as? Data { return writer.write(data.base64EncodedString()) }
        if T.self == Decimal.self, let decimal = value as? Decimal {
            guard decimal.isFinite else { throw Self.noWord(for: decimal, codingPath()) }
            writer.bytes.append(contentsOf: "\(decimal)".utf8)
            return
        }
        if let direct = value as? any DirectlyWritable, direct.write(to: &writer) { return }
        if let dictionary = value as? any TextKeyedDictionary { return try write(dictionary, codingPath: codingPath()) }
        let depth = open.count
        let before = writer.bytes.count
        try value.encode(to: JSONValueEncoder(state: self, depth: depth, codingPath: codingPath()))
        close(to: depth)
        if writer.bytes.count == before { writer.writeRaw("{}") }
    }

    func write(_ value: Double, codingPath: [any CodingKey]) throws {
        guard value.isFinite else { throw Self.noWord(for: value, codingPath) }
        writer.write(value)
    }

    private func write(_ value: JSONValue, codingPath: [any CodingKey]) throws {
        writer.write(value)
        if writer.hasNonFinite { throw Self.noWord(for: Double.nan, codingPath) }
    }

    /// Writes a dictionary with its members sorted by key, because the order of a dictionary changes between runs.
    private func write(_ dictionary: any TextKeyedDictionary, codingPath: [any CodingKey]) throws {
        let depth = open.count
        let token = container(.object, depth: depth)
        for key in dictionary.sortedKeys {
            try prepare(token, codingPath: codingPath)
            writer.write(key)
            writer.writeRaw(":")
            try dictionary.encodeValue(of: key, to: self, codingPath: codingPath)
        }
        close(to: depth)
    }

    private static func noWord(for value: Any, _ codingPath: [any CodingKey]) -> EncodingError {
        .invalidValue(value, .init(codingPath: codingPath, debugDescription: "JSON cannot represent \(value)."))
    }
}

/// A dictionary that is encoded as an object.
private protocol TextKeyedDictionary {
    var sortedKeys: [String] { get }
    func encodeValue(of key: String, to state: JSONEncodingState, codingPath: [any CodingKey]) throws
}

extension Dictionary: TextKeyedDictionary where Key == String, Value: Encodable {
    fileprivate var sortedKeys: [String] { keys.sorted() }

    fileprivate func encodeValue(
        of key: String,
        to state: JSONEncodingState,
        codingPath: [any CodingKey]
    ) throws {
        if let value = self[key] { try state.encode(value, codingPath: codingPath) }
    }
}

/// The encoder passed to `encode(to:)`.
struct JSONValueEncoder: Encoder {
    let state: JSONEncodingState
    let depth: Int
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(
            JSONKeyedContainer(state: state, token: state.container(.object, depth: depth), codingPath: codingPath)
        )
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        JSONUnkeyedContainer(state: state, token: state.container(.array, depth: depth), codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        JSONSingleValueContainer(state: state, codingPath: codingPath)
    }
}
