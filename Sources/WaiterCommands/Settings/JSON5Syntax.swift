/// Locates the first syntax error in JSON5, because Foundation's decoder does not report the location.
struct JSON5Syntax {
    private struct Mistake: Error {
        var offset: Int
    }

    private let bytes: [UInt8]
    private var index = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Returns the offset of the first invalid byte, or `nil` if all bytes are valid.
    static func firstMistake(in bytes: [UInt8]) -> Int? {
        var syntax = JSON5Syntax(bytes)
        do {
            try syntax.value(depth: 0)
            try syntax.skipSpace()
            return syntax.index < bytes.count ? syntax.index : nil
        } catch {
            return min(error.offset, bytes.count)
        }
    }

    private var byte: UInt8? { index < bytes.count ? bytes[index] : nil }

    private func here() -> Mistake { Mistake(offset: index) }

    private mutating func value(depth: Int) throws(Mistake) {
        try skipSpace()
        guard depth < 512, let byte else { throw here() }
        switch byte {
        case UInt8(ascii: "{"): try members(closing: UInt8(ascii: "}"), depth: depth, haveKeys: true)
        case UInt8(ascii: "["): try members(closing: UInt8(ascii: "]"), depth: depth, haveKeys: false)
        case UInt8(ascii: "\""), UInt8(ascii: "'"): try string()
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        default: try number()
        }
    }

    private mutating func members(closing: UInt8, depth: Int, haveKeys: Bool) throws(Mistake) {
        index += 1
        while true {
            try skipSpace()
            if byte == closing { break }
            if haveKeys {
                try key()
                try skipSpace()
                guard byte == UInt8(ascii: ":") else { throw here() }
                index += 1
            }
            try value(depth: depth + 1)
            try skipSpace()
            if byte == closing { break }
            guard byte == UInt8(ascii: ",") else { throw here() }
            index += 1
        }
        index += 1
    }

    private mutating func key() throws(Mistake) {
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { return try string() }
        let start = index
        while let byte, Self.isWordByte(byte) || (index > start && Self.isDigit(byte)) { index += 1 }
        if index == start { throw here() }
    }

    private mutating func string() throws(Mistake) {
        let (start, quote) = (index, byte)
        index += 1
        while let byte {
            index += byte == UInt8(ascii: "\\") ? 2 : 1
            if byte == quote { return }
            // Report an unterminated string at its start.
            if byte == 0x0A { break }
        }
        throw Mistake(offset: start)
    }

    private mutating func word(_ text: String) throws(Mistake) {
        let start = index
        while let byte, Self.isWordByte(byte) || Self.isDigit(byte) { index += 1 }
        if !bytes[start..<index].elementsEqual(text.utf8) { throw Mistake(offset: start) }
    }

    private mutating func number() throws(Mistake) {
        let start = index
        if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { index += 1 }
        let digits = index
        while let byte, Self.isWordByte(byte) || Self.isDigit(byte) || byte == UInt8(ascii: ".") || isExponentSign() {
            index += 1
        }
        let text = String(decoding: bytes[digits..<index], as: UTF8.self)
        let isHex = text.lowercased().hasPrefix("0x") && text.count > 2 && text.dropFirst(2).allSatisfy(\.isHexDigit)
        let isDecimal = text.first.map { $0.isNumber || $0 == "." } ?? false
        let isKnown = isHex || text == "Infinity" || text == "NaN"
        if !isKnown, !isDecimal || Double(text.hasPrefix(".") ? "0" + text : text) == nil {
            throw Mistake(offset: start)
        }
    }

    private func isExponentSign() -> Bool {
        guard let byte, byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"), index > 0 else { return false }
        return bytes[index - 1] | 0x20 == UInt8(ascii: "e")
    }

    private mutating func skipSpace() throws(Mistake) {
        while let byte {
            if byte == UInt8(ascii: "/") {
                try skipComment()
            } else if let length = spaceLength(byte) {
                index += length
            } else {
                return
            }
        }
    }

    private mutating func skipComment() throws(Mistake) {
        let start = index
        let next = index + 1 < bytes.count ? bytes[index + 1] : 0
        guard next == UInt8(ascii: "/") || next == UInt8(ascii: "*") else { throw here() }
        index += 2
        while let byte {
            if next == UInt8(ascii: "/"), byte == 0x0A { return }
            index += 1
            if next == UInt8(ascii: "*"), byte == UInt8(ascii: "*"), self.byte == UInt8(ascii: "/") {
                index += 1
                return
            }
        }
        if next == UInt8(ascii: "*") { throw Mistake(offset: start) }
    }

    private func spaceLength(_ byte: UInt8) -> Int? {
        if byte == 0x20 || (0x09...0x0D).contains(byte) { return 1 }
        if bytes[index...].starts(with: [0xC2, 0xA0]) { return 2 }
        return bytes[index...].starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : nil
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || byte >= 0x80
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
