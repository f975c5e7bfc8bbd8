internal import WaiterPlatform

/// Decodes the bytes between the quotation marks of a JSON string.
///
/// The reader has already verified that all escapes are well formed.
package enum JSONStringDecoder {
    /// Returns the decoded text. Unpaired surrogates are replaced by U+FFFD.
    @inline(__always)
    package static func text(_ bytes: UnsafeBufferPointer<UInt8>, isEscaped: Bool) -> String {
        isEscaped ? unescaped(bytes).repaired : String(decoding: bytes, as: UTF8.self)
    }

    /// A fragment of a longer string. It can start or end in the middle of a surrogate pair.
    package struct Fragment {
        /// A low surrogate at the start of the fragment. The corresponding high surrogate can be at the end of the
        /// previous fragment.
        package var leadingLow: UInt16?
        package var text: String
        /// A high surrogate at the end of the fragment. The corresponding low surrogate can be at the start of the
        /// next fragment.
        package var trailingHigh: UInt16?

        fileprivate var repaired: String {
            (leadingLow == nil ? "" : "\u{FFFD}") + text + (trailingHigh == nil ? "" : "\u{FFFD}")
        }
    }

    package static func unescaped(_ bytes: UnsafeBufferPointer<UInt8>) -> Fragment {
        var ends = TextEnds()
        // The decoded text is never longer than the escaped text. Decode directly into the result because the string
        // can be very large.
        let text = String(unsafeUninitializedCapacity: bytes.count) { output in
            unescape(bytes, into: output, &ends)
        }
        return Fragment(leadingLow: ends.leadingLow, text: text, trailingHigh: ends.trailingHigh)
    }

    /// Writes the decoded text and returns its length in bytes.
    private static func unescape(
        _ bytes: UnsafeBufferPointer<UInt8>,
        into output: UnsafeMutableBufferPointer<UInt8>,
        _ ends: inout TextEnds
    ) -> Int {
        var (index, count) = (0, 0)
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\") else {
                let length = plainLength(UnsafeBufferPointer(rebasing: bytes[index...]))
                _ = UnsafeMutableBufferPointer(rebasing: output[count...]).update(
                    fromContentsOf: bytes[index..<(index + length)]
                )
                index += length
                count += length
                continue
            }
            guard bytes[index + 1] == UInt8(ascii: "u") else {
                output[count] = simpleEscape(bytes[index + 1])
                index += 2
                count += 1
                continue
            }
            let unit = codeUnit(bytes, at: index + 2)
            let isFirst = index == 0
            index += 6
            switch unit {
            case 0xD800...0xDBFF:
                if let low = lowSurrogate(bytes, at: index) {
                    index += 6
                    append(pair(high: unit, low: low), to: output, &count)
                } else if index == bytes.count {
                    ends.trailingHigh = unit
                } else {
                    append("\u{FFFD}", to: output, &count)
                }
            case 0xDC00...0xDFFF:
                if isFirst { ends.leadingLow = unit } else { append("\u{FFFD}", to: output, &count) }
            default:
                append(Unicode.Scalar(unit) ?? "\u{FFFD}", to: output, &count)
            }
        }
        return count
    }

    /// Returns the number of bytes before the next backslash.
    private static func plainLength(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        guard let start = bytes.baseAddress, let found = memchr(start, 0x5C, bytes.count) else { return bytes.count }
        return UnsafeRawPointer(found) - UnsafeRawPointer(start)
    }

    /// Returns the character that a surrogate pair encodes.
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
        var unit: UInt16 = 0
        for place in index..<(index + 4) { unit = unit << 4 | UInt16(hexValue(bytes[place]) ?? 0) }
        return unit
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

    private static func append(
        _ scalar: Unicode.Scalar,
        to output: UnsafeMutableBufferPointer<UInt8>,
        _ count: inout Int
    ) {
        for byte in UTF8.encode(scalar).unsafelyUnwrapped {
            output[count] = byte
            count += 1
        }
    }
}
