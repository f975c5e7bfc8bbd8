/// A parameter of a query, in PostgreSQL's text or binary format.
///
/// The binary format of arrays is defined by `array_recv` in src/backend/utils/adt/arrayfuncs.c. It consists of the
/// number of dimensions, a flag for null values, the element type, the number of elements, the lower bound, and the
/// elements. Each element is preceded by its length.
struct PostgreSQLParameter {
    /// The value with a terminating null byte, or `nil` for NULL.
    let bytes: [UInt8]?
    let count: Int32
    /// The object ID of the type.
    let type: UInt32
    let isBinary: Bool

    private enum TypeID {
        static let bigint: UInt32 = 20
        static let text: UInt32 = 25
        static let bigintArray: UInt32 = 1016
        static let textArray: UInt32 = 1009
    }

    private init(_ bytes: [UInt8]?, _ type: UInt32, isBinary: Bool) {
        (self.bytes, self.type, self.isBinary) = (bytes.map { $0 + [0] }, type, isBinary)
        count = Int32(bytes?.count ?? 0)
    }

    static func text(_ value: String?) -> PostgreSQLParameter {
        PostgreSQLParameter(value.map { Array(cleaned($0).utf8) }, TypeID.text, isBinary: false)
    }

    static func integer(_ value: Int) -> PostgreSQLParameter { integer(Int64(value)) }

    static func integer(_ value: Int64?) -> PostgreSQLParameter {
        PostgreSQLParameter(value.map { Array("\($0)".utf8) }, TypeID.bigint, isBinary: false)
    }

    static func integers(_ values: [Int64?]) -> PostgreSQLParameter {
        array(values, TypeID.bigint, TypeID.bigintArray, size: values.count * 12) { value, bytes in
            append(Int32(8), to: &bytes)
            append(value, to: &bytes)
        }
    }

    static func texts(_ values: [String?]) -> PostgreSQLParameter {
        array(values, TypeID.text, TypeID.textArray, size: 0) { value, bytes in
            let text = cleaned(value).utf8
            append(Int32(text.count), to: &bytes)
            bytes += text
        }
    }

    static func texts(_ values: [[UInt8]]) -> PostgreSQLParameter {
        let size = values.reduce(0) { $0 + $1.count + 4 }
        return array(values, TypeID.text, TypeID.textArray, size: size) { value, bytes in
            append(Int32(value.count), to: &bytes)
            bytes += value
        }
    }

    private static func array<Value>(
        _ values: [Value?],
        _ element: UInt32,
        _ type: UInt32,
        size: Int,
        _ write: (Value, inout [UInt8]) -> Void
    ) -> PostgreSQLParameter {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size + 24)
        append(Int32(values.isEmpty ? 0 : 1), to: &bytes)
        append(Int32(values.contains { $0 == nil } ? 1 : 0), to: &bytes)
        append(element, to: &bytes)
        if !values.isEmpty {
            append(Int32(values.count), to: &bytes)
            append(Int32(1), to: &bytes)
        }
        for value in values {
            if let value { write(value, &bytes) } else { append(Int32(-1), to: &bytes) }
        }
        return PostgreSQLParameter(bytes, type, isBinary: true)
    }

    private static func append(_ value: Int32, to bytes: inout [UInt8]) {
        append(UInt32(bitPattern: value), to: &bytes)
    }

    private static func append(_ value: UInt32, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: value.bigEndian) { bytes += $0 }
    }

    private static func append(_ value: Int64, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: value.bigEndian) { bytes += $0 }
    }

    /// Replaces null characters, which PostgreSQL cannot store.
    private static func cleaned(_ text: String) -> String {
        guard text.utf8.contains(0) else { return text }
        return String(text.unicodeScalars.map { $0.value == 0 ? "\u{FFFD}" : Character($0) })
    }
}
