internal import Synchronization

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A table of a document's numbers that a `Double` might not represent exactly. The numbers are read when the
/// first decimal is decoded.
///
/// The numbers use at most 32 MiB of memory. If the document is larger than 32 MiB, the limit is the size of the
/// document. Numbers beyond this limit are decoded from their `Double` values.
final class ExactDecimals: Sendable {
    private enum Step: Hashable {
        case member(String)
        case element(Int)
    }

    private let bytes: @Sendable () -> [UInt8]
    /// The name of the member that holds the value, or `nil` if the value is the whole document.
    private let member: String?
    private let texts = Mutex<[[Step]: String]?>(nil)

    init(_ bytes: @escaping @Sendable () -> [UInt8], member: String? = nil) {
        self.bytes = bytes
        self.member = member
    }

    /// Returns the exact decimal at a path, or `nil` if the `Double` value should be used.
    func decimal(at path: [any CodingKey]) -> Decimal? {
        let text = texts.withLock { texts in
            if texts == nil { texts = Self.read(bytes()) }
            guard texts?.isEmpty == false else { return nil as String? }
            let steps = path.map { key in
                (key as? JSONElementKey).map { Step.element($0.index) } ?? .member(key.stringValue)
            }
            return texts?[(member.map { [.member($0)] } ?? []) + steps]
        }
        return text.flatMap { Decimal(string: $0) }
    }

    /// The number of bytes of memory that a table entry uses in addition to its digits and path.
    private static let entry = 160

    private struct TooMany: Error {}

    /// The numbers read so far.
    private struct Table {
        var texts: [[Step]: String] = [:]
        /// The number of bytes of memory still available for numbers.
        var left: Int
    }

    private static func read(_ bytes: [UInt8]) -> [[Step]: String] {
        bytes.withUnsafeBufferPointer { bytes in
            var reader = JSONReader(bytes)
            var table = Table(left: JSONBudget.ofAnswer(byteCount: bytes.count))
            var path: [Step] = []
            // The document has already been parsed, so the only possible error is that there are too many numbers.
            try? read(&reader, bytes, &path, &table)
            return table.texts
        }
    }

    private static func read(
        _ reader: inout JSONReader,
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ path: inout [Step],
        _ table: inout Table
    ) throws {
        var first = true
        switch reader.peek() {
        case UInt8(ascii: "{"):
            try reader.beginObject()
            while let key = try reader.nextKey(first: &first) {
                path.append(.member(key.text))
                try read(&reader, bytes, &path, &table)
                path.removeLast()
            }
        case UInt8(ascii: "["):
            try reader.beginArray()
            var index = 0
            while try reader.nextElement(first: &first) {
                path.append(.element(index))
                try read(&reader, bytes, &path, &table)
                path.removeLast()
                index += 1
            }
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            let start = reader.offset
            try reader.skipValue()
            let digits = bytes[start..<reader.offset]
            // A number with at most 15 digits is an integer, or can be recovered exactly from its `Double` value.
            guard digits.count > 15 else {
                table.texts[path] = nil
                return
            }
            table.left -= entry + path.count * MemoryLayout<Step>.stride + digits.count
            guard table.left >= 0 else { throw TooMany() }
            table.texts[path] = String(decoding: digits, as: UTF8.self)
        default: try reader.skipValue()
        }
    }
}
