/// Validates UTF-8.
package enum UTF8Check {
    static func check(_ bytes: UnsafeRawBufferPointer) throws(TokenizerError) {
        if let offset = firstInvalid(bytes) { throw .invalidUTF8(offset: offset) }
    }

    static func check(_ bytes: [UInt8]) throws(TokenizerError) {
        if let offset = bytes.withUnsafeBytes(firstInvalid) { throw .invalidUTF8(offset: offset) }
    }

    /// Returns the offset of the first character that is malformed or truncated, or `nil` if the text is valid.
    package static func firstInvalid(_ bytes: UnsafeRawBufferPointer) -> Int? {
        var at = 0
        let count = bytes.count
        while at < count {
            // Skip ASCII sixteen bytes at a time.
            if at &+ 16 <= count {
                let a = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                let b = bytes.loadUnaligned(fromByteOffset: at &+ 8, as: UInt64.self)
                if (a | b) & 0x8080_8080_8080_8080 == 0 {
                    at &+= 16
                    continue
                }
            }
            let length = character(bytes, at)
            if length == 0 { return at }
            at &+= length
        }
        return nil
    }

    /// Returns the byte length of the character at an offset, or 0 if the character is malformed.
    @inline(__always)
    static func character(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Int {
        let first = bytes[at]
        if first < 0x80 { return 1 }
        let left = bytes.count &- at
        guard left > 1 else { return 0 }
        let second = bytes[at &+ 1]
        switch first {
        case 0xC2...0xDF:
            return isTail(second) ? 2 : 0
        case 0xE0...0xEF:
            guard left > 2, isTail(second), isTail(bytes[at &+ 2]) else { return 0 }
            // Reject overlong encodings and surrogates.
            return (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ? 0 : 3
        case 0xF0...0xF4:
            guard left > 3, isTail(second), isTail(bytes[at &+ 2]), isTail(bytes[at &+ 3]) else { return 0 }
            return (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F) ? 0 : 4
        default:
            return 0
        }
    }

    @inline(__always)
    private static func isTail(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

    /// Returns the number of bytes at the end that could be the start of an incomplete character.
    static func unfinished(_ bytes: UnsafeRawBufferPointer) -> Int {
        for length in 1...3 where length <= bytes.count {
            let first = bytes[bytes.count - length]
            if first & 0xC0 == 0x80 { continue }
            let full = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 1
            guard length < full, first <= 0xF4 else { return 0 }
            guard length > 1 else { return length }
            let second = bytes[bytes.count - length + 1]
            let isWrong =
                (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F)
                || (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)
            return isWrong ? 0 : length
        }
        return 0
    }
}
