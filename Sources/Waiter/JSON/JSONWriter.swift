/// Writes compact JSON in UTF-8 and escapes only the characters that must be escaped.
package struct JSONWriter {
    package var bytes: [UInt8] = []
    /// Whether a number that JSON cannot represent has been written.
    package private(set) var hasNonFinite = false

    package init() {}

    package mutating func writeRaw(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    package mutating func write(_ value: Bool) {
        if value { writeRaw("true") } else { writeRaw("false") }
    }

    package mutating func write(_ value: some BinaryInteger) {
        bytes.append(contentsOf: String(value).utf8)
    }

    /// Writes a finite number in the shortest form that preserves its value. Any other number is written as `null`.
    package mutating func write(_ value: Double) {
        guard value.isFinite else {
            hasNonFinite = true
            return writeRaw("null")
        }
        if let integer = Int64(exactly: value), abs(value) < 1e15 { return write(integer) }
        bytes.append(contentsOf: value.description.utf8)
    }

    package mutating func write(_ text: String) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { utf8 in
            let raw = UnsafeRawBufferPointer(utf8)
            var (copied, index) = (0, 0)
            while index < raw.count {
                // Check eight bytes at a time, because long strings contain few characters that must be escaped.
                if index &+ 8 <= raw.count,
                    !Self.needsEscape(raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                {
                    index &+= 8
                    continue
                }
                let end = min(index &+ 8, raw.count)
                while index < end {
                    let byte = raw[index]
                    if byte < 0x20 || byte == 0x22 || byte == 0x5C {
                        bytes.append(contentsOf: raw[copied..<index])
                        writeEscape(of: byte)
                        copied = index &+ 1
                    }
                    index &+= 1
                }
            }
            bytes.append(contentsOf: raw[copied...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Returns whether any of eight bytes is a control character, a quotation mark or a backslash.
    @inline(__always)
    private static func needsEscape(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = word ^ (ones &* 0x22)
        let backslashes = word ^ (ones &* 0x5C)
        let controls = (word &- ones &* 0x20) & ~word
        let found = controls | ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes)
        return found & (ones &* 0x80) != 0
    }

    private mutating func writeEscape(of byte: UInt8) {
        switch byte {
        case 0x22: writeRaw("\\\"")
        case 0x5C: writeRaw("\\\\")
        case 0x08: writeRaw("\\b")
        case 0x09: writeRaw("\\t")
        case 0x0A: writeRaw("\\n")
        case 0x0C: writeRaw("\\f")
        case 0x0D: writeRaw("\\r")
        default:
            writeRaw("\\u00")
            bytes.append(byte < 0x10 ? UInt8(ascii: "0") : UInt8(ascii: "1"))
            let low = byte & 0x0F
            bytes.append(low < 10 ? low + 0x30 : low + 0x57)
        }
    }

    package mutating func write(_ value: JSONValue) {
        switch value {
        case .null: writeRaw("null")
        case .bool(let value): write(value)
        case .integer(let value): write(value)
        case .number(let value): write(value)
        case .string(let value): write(value)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (position, element) in elements.enumerated() {
                if position > 0 { bytes.append(UInt8(ascii: ",")) }
                write(element)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object):
            bytes.append(UInt8(ascii: "{"))
            for (position, member) in object.enumerated() {
                if position > 0 { bytes.append(UInt8(ascii: ",")) }
                write(member.key)
                bytes.append(UInt8(ascii: ":"))
                write(member.value)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }
}
