extension PartialJSON {
    /// Reads the bytes of a string and withholds an incomplete escape sequence or character at the end.
    mutating func readString(_ rest: inout Bytes) {
        if held.isEmpty {
            let bytes = UnsafeBufferPointer(rebasing: rest)
            rest = rest[(rest.startIndex + read(bytes))...]
            return
        }
        // Except in keys, only a few bytes are withheld: at most two escape sequences, or a character without its last
        // byte.
        let before = held.count
        let bytes = held + rest
        held.removeAll(keepingCapacity: true)
        let count = bytes.withUnsafeBufferPointer { read($0) }
        rest = rest[(rest.startIndex + max(0, count - before))...]
    }

    /// Reads a string up to and including the closing quotation mark, and returns the number of bytes read. If there is
    /// no closing quotation mark, all bytes are read.
    private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let scan = StringScan(bytes)
        if scan.isInvalid {
            stop()
            return bytes.count
        }
        let certain = UnsafeBufferPointer(rebasing: bytes[..<scan.certain])
        grow(JSONStringDecoder.text(certain, isEscaped: scan.isEscaped))
        if scan.isClosed {
            endString()
            return scan.certain + 1
        }
        held += bytes[scan.certain...]
        return bytes.count
    }
}

/// A scan of a string that finds the longest prefix that later bytes cannot change.
private struct StringScan {
    /// The number of bytes in the prefix.
    private(set) var certain: Int
    private(set) var isClosed = false
    private(set) var isEscaped = false
    private(set) var isInvalid = false

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        certain = bytes.count
        /// The offset of a high surrogate that ends directly before the current byte. The next bytes can contain its
        /// low surrogate.
        var high: Int?
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                certain = index
                isClosed = true
                return
            case UInt8(ascii: "\\"):
                isEscaped = true
                switch Self.escape(bytes[index...]) {
                case .incomplete:
                    certain = high ?? index
                    return
                case .invalid:
                    isInvalid = true
                    return
                case .complete(let length, let isHigh):
                    high = isHigh ? index : nil
                    index += length
                }
            default:
                high = nil
                index += 1
            }
        }
        certain = high ?? bytes.count - Self.incompleteCharacter(bytes)
    }

    private enum Escape {
        case incomplete, invalid
        case complete(length: Int, isHigh: Bool)
    }

    private static func escape(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Escape {
        guard let kind = bytes.dropFirst().first else { return .incomplete }
        switch kind {
        case UInt8(ascii: "u"):
            let digits = bytes.dropFirst(2).prefix(4)
            let values = digits.compactMap(JSONStringDecoder.hexValue)
            guard values.count == digits.count else { return .invalid }
            guard values.count == 4 else { return .incomplete }
            // High surrogates range from D800 to DBFF.
            return .complete(length: 6, isHigh: values[0] == 0xD && (0x8...0xB).contains(values[1]))
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return .complete(length: 2, isHigh: false)
        default: return .invalid
        }
    }

    /// Returns the number of trailing bytes that form an incomplete UTF-8 character.
    private static func incompleteCharacter(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        for length in 1...3 where length <= bytes.count {
            let byte = bytes[bytes.count - length]
            if byte < 0x80 { return 0 }
            if byte >= 0xC0 {
                let size = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
                return length < size ? length : 0
            }
        }
        return 0
    }
}
