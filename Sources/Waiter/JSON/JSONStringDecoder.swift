/// Turns the bytes between a JSON string's quotes into text.
///
/// The reader has already checked that every escape is well formed.
package enum JSONStringDecoder {
    /// Text in which a surrogate without its partner is U+FFFD.
    @inline(__always)
    package static func text(_ bytes: UnsafeBufferPointer<UInt8>, isEscaped: Bool) -> String {
        isEscaped ? unescaped(bytes).repaired : String(decoding: bytes, as: UTF8.self)
    }

    /// A piece of a longer string whose first or last character may be half of a surrogate pair.
    package struct Fragment {
        /// A low surrogate at the very start, whose high half may have ended the piece before.
        package var leadingLow: UInt16?
        package var text: String
        /// A high surrogate at the very end, whose low half may begin the next piece.
        package var trailingHigh: UInt16?

        fileprivate var repaired: String {
            (leadingLow == nil ? "" : "\u{FFFD}") + text + (trailingHigh == nil ? "" : "\u{FFFD}")
        }
    }

    package static func unescaped(_ bytes: UnsafeBufferPointer<UInt8>) -> Fragment {
        var fragment = Fragment(text: "")
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\") else {
                output.append(bytes[index])
                index += 1
                continue
            }
            guard bytes[index + 1] == UInt8(ascii: "u") else {
                output.append(simpleEscape(bytes[index + 1]))
                index += 2
                continue
            }
            let unit = codeUnit(bytes, at: index + 2)
            let isFirst = index == 0
            index += 6
            switch unit {
            case 0xD800...0xDBFF:
                if let low = lowSurrogate(bytes, at: index) {
                    index += 6
                    append(pair(high: unit, low: low), to: &output)
                } else if index == bytes.count {
                    fragment.trailingHigh = unit
                } else {
                    append("\u{FFFD}", to: &output)
                }
            case 0xDC00...0xDFFF:
                if isFirst { fragment.leadingLow = unit } else { append("\u{FFFD}", to: &output) }
            default:
                append(Unicode.Scalar(unit) ?? "\u{FFFD}", to: &output)
            }
        }
        fragment.text = String(decoding: output, as: UTF8.self)
        return fragment
    }

    /// The character whose two UTF-16 halves these are.
    package static func pair(high: UInt16, low: UInt16) -> Unicode.Scalar {
        let value = 0x10000 + (UInt32(high) & 0x3FF) << 10 + (UInt32(low) & 0x3FF)
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }

    private static func lowSurrogate(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt16? {
        guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u")
        else { return nil }
        let unit = codeUnit(bytes, at: index + 2)
        return (0xDC00...0xDFFF).contains(unit) ? unit : nil
    }

    private static func codeUnit(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt16 {
        (0..<4).reduce(0) { $0 << 4 | UInt16(hexValue(bytes[index + $1]) ?? 0) }
    }

    package static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    private static func simpleEscape(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: byte
        }
    }

    private static func append(_ scalar: Unicode.Scalar, to output: inout [UInt8]) {
        output.append(contentsOf: Array(String(Character(scalar)).utf8))
    }
}
