extension PartialJSON {
    typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Reads the bytes between tokens, up to the next token.
    mutating func readStructure(_ rest: inout Bytes) {
        while token == .none, !isStopped, let byte = rest.first {
            if isAtStart {
                readByteOrderMark(byte, &rest)
            } else if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
                rest.removeFirst()
            } else {
                read(byte, &rest)
            }
        }
    }

    /// Skips a byte-order mark, which is allowed only at the start of the document.
    private mutating func readByteOrderMark(_ byte: UInt8, _ rest: inout Bytes) {
        guard byte == Self.byteOrderMark[held.count] else {
            isAtStart = false
            return held.isEmpty ? () : stop()
        }
        rest.removeFirst()
        held.append(byte)
        if held.count == Self.byteOrderMark.count {
            isAtStart = false
            held = []
        }
    }

    private mutating func read(_ byte: UInt8, _ rest: inout Bytes) {
        switch (expectation, byte) {
        case (.keyOrEnd, UInt8(ascii: "}")), (.elementOrEnd, UInt8(ascii: "]")):
            rest.removeFirst()
            endContainer()
        case (.commaOrEnd, UInt8(ascii: "}")) where isInObject == true,
            (.commaOrEnd, UInt8(ascii: "]")) where isInObject == false:
            rest.removeFirst()
            endContainer()
        case (.commaOrEnd, UInt8(ascii: ",")):
            rest.removeFirst()
            expectation = isInObject == true ? .key : .value
        case (.colon, UInt8(ascii: ":")):
            rest.removeFirst()
            expectation = .value
        case (.key, UInt8(ascii: "\"")), (.keyOrEnd, UInt8(ascii: "\"")):
            rest.removeFirst()
            held = [byte]
            isAfterBackslash = false
            token = .key
        case (.value, _), (.elementOrEnd, _): beginValue(byte, &rest)
        default: stop()
        }
    }

    private mutating func beginValue(_ byte: UInt8, _ rest: inout Bytes) {
        held.removeAll(keepingCapacity: true)
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            rest.removeFirst()
            beginContainer(isObject: byte == UInt8(ascii: "{"))
        case UInt8(ascii: "\""):
            rest.removeFirst()
            beginString()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "t"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "I"):
            token = .scalar
        default: stop()
        }
    }

    // MARK: Keys, numbers and literals

    /// Reads a key up to its closing quotation mark, then validates and decodes it.
    mutating func readKey(_ rest: inout Bytes) {
        var end = rest.startIndex
        while end < rest.endIndex {
            let byte = rest[end]
            end += 1
            if isAfterBackslash {
                isAfterBackslash = false
            } else if byte == UInt8(ascii: "\\") {
                isAfterBackslash = true
            } else if byte == UInt8(ascii: "\"") {
                held += rest[..<end]
                rest = rest[end...]
                return endKey()
            }
        }
        held += rest
        rest = rest[end...]
    }

    private mutating func endKey() {
        let text = held.withUnsafeBufferPointer { bytes -> String? in
            var reader = JSONReader(bytes)
            return try? reader.readString()
        }
        held.removeAll(keepingCapacity: true)
        if let text { setKey(text) } else { stop() }
    }

    private static let literals: [(text: [UInt8], value: JSONValue)] = [
        (Array("true".utf8), true), (Array("false".utf8), false), (Array("null".utf8), .null),
        (Array("NaN".utf8), .null), (Array("Infinity".utf8), .null), (Array("-Infinity".utf8), .null),
    ]

    /// Reads a number or a literal.
    mutating func readScalar(_ rest: inout Bytes) {
        while let byte = rest.first {
            if isNumber(before: byte) {
                guard Self.isInNumber(byte) else { return endNumber() }
                held.append(byte)
                rest.removeFirst()
                continue
            }
            held.append(byte)
            rest.removeFirst()
            let literals = Self.literals.filter { $0.text.starts(with: held) }
            guard let literal = literals.first else { return stop() }
            if literal.text.count == held.count { return endScalar(literal.value) }
        }
    }

    /// Returns whether the token is a number. The given byte follows the withheld bytes of the token.
    private func isNumber(before byte: UInt8) -> Bool {
        let start = held.first ?? byte
        if start == UInt8(ascii: "-") {
            let second = held.count > 1 ? held[1] : byte
            return held.isEmpty || second != UInt8(ascii: "I")
        }
        return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(start)
    }

    private static func isInNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    /// Ends a number. The end of a number is known only when the next byte is read.
    mutating func endNumber() {
        let number = held.withUnsafeBufferPointer { bytes -> JSONValue? in
            var reader = JSONReader(bytes)
            guard let number = try? reader.readNumber(), reader.isAtEnd() else { return nil }
            return number
        }
        if let number { endScalar(number) } else { stop() }
    }

    private mutating func endScalar(_ value: JSONValue) {
        held.removeAll(keepingCapacity: true)
        token = .none
        place(value)
    }
}
