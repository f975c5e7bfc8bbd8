internal import WaiterPlatform

/// A pull parser over raw bytes. Callers request one key or value at a time and pay only for what they read.
///
/// The reader accepts JSON as defined in RFC 8259. Nesting deeper than 512 levels is an error. To work with servers
/// that send nonstandard JSON, the reader also applies these rules, all of which are covered by tests:
///
/// - A byte-order mark is dropped.
/// - Invalid UTF-8 and lone surrogates become U+FFFD.
/// - Raw control characters in strings are preserved.
/// - `NaN` and `Infinity`, which Python writes, are read as `null`.
/// - If a key is duplicated, the last value is used.
///
/// The bytes must outlive the reader, so use the reader only inside `withUnsafeBufferPointer`. If a reader has a budget
/// and the task is cancelled, reading fails with `.interrupted` within the next megabyte. See `ParserInterruption`.
package struct JSONReader {
    package static let maxDepth = 512
    /// The number of bytes to read between checks for interruption.
    package static let checkInterval = 1 << 20

    private let start: UnsafePointer<UInt8>
    let end: UnsafePointer<UInt8>
    var cursor: UnsafePointer<UInt8>
    private var depth = 0
    /// The next position at which to check for cancellation and expired deadlines.
    private var checkpoint: UnsafePointer<UInt8>
    private let interval: Int
    /// The remaining memory budget for values.
    package private(set) var budget: Int

    /// Creates a reader at the first byte of a document, after any byte-order mark.
    ///
    /// - Parameters:
    ///   - bytes: The document, which must outlive the reader.
    ///   - budget: The amount of memory that values can use, in bytes. See `JSONBudget`.
    package init(_ bytes: UnsafeBufferPointer<UInt8>, budget: Int = .max) {
        // The base address of an empty buffer can be `nil`. In that case, any address will do, because nothing is read.
        let base = bytes.baseAddress ?? UnsafePointer(bitPattern: 1).unsafelyUnwrapped
        start = base
        cursor = base
        end = base + bytes.count
        interval = budget == .max ? bytes.count : min(bytes.count, Self.checkInterval)
        checkpoint = base + interval
        self.budget = budget
        if bytes.count >= 3, base[0] == 0xEF, base[1] == 0xBB, base[2] == 0xBF { cursor += 3 }
    }

    /// The number of bytes consumed so far.
    package var offset: Int { cursor - start }

    /// Returns all bytes before the next value.
    package mutating func consumed() -> UnsafeBufferPointer<UInt8> {
        _ = peek()
        return UnsafeBufferPointer(start: start, count: offset)
    }

    /// Continues after a previously parsed prefix, which ends at the given nesting depth.
    package mutating func skip(to offset: Int, depth: Int) {
        cursor = start + offset
        self.depth = depth
    }

    // MARK: Bounds

    /// Charges memory to the budget.
    ///
    /// - Throws: `JSONError` with `.tooManyValues` if the budget is exceeded.
    @inline(__always)
    package mutating func charge(_ bytes: Int) throws(JSONError) {
        budget &-= bytes
        if budget < 0 { throw JSONError(kind: .tooManyValues, offset: offset) }
    }

    @inline(never)
    private mutating func check() throws(JSONError) {
        checkpoint = cursor + min(end - cursor, interval)
        if cursor < end, ParserInterruption.isDue { throw JSONError(kind: .interrupted, offset: offset) }
    }

    // MARK: Structure

    /// Returns the first byte of the next value, or 0 at the end.
    @inline(__always)
    package mutating func peek() -> UInt8 {
        while cursor < end {
            let byte = cursor.pointee
            if byte > 0x20 { return byte }
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
            cursor += 1
        }
        return 0
    }

    /// Returns whether only whitespace is left.
    package mutating func isAtEnd() -> Bool {
        _ = peek()
        return cursor == end
    }

    @inline(__always)
    private mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard peek() == byte, cursor < end else { throw failure() }
        cursor += 1
    }

    /// Enters an object. Call `nextKey` until it returns `nil`.
    @inline(__always)
    package mutating func beginObject() throws(JSONError) {
        try expect(UInt8(ascii: "{"))
        try descend()
    }

    /// Enters an array. Call `nextElement` until it returns `false`.
    @inline(__always)
    package mutating func beginArray() throws(JSONError) {
        try expect(UInt8(ascii: "["))
        try descend()
    }

    @inline(__always)
    private mutating func descend() throws(JSONError) {
        depth += 1
        if depth > Self.maxDepth { throw JSONError(kind: .tooDeep, offset: offset) }
    }

    /// Moves to the next member of the current object and returns its key, or returns `nil` at the end of the object.
    @inline(__always)
    package mutating func nextKey(first: inout Bool) throws(JSONError) -> Key? {
        guard try nextMember(closing: UInt8(ascii: "}"), first: &first) else { return nil }
        let key = try readKey()
        try expect(UInt8(ascii: ":"))
        return key
    }

    /// Moves to the next element of the current array or returns `false` at the end of the array.
    @inline(__always)
    package mutating func nextElement(first: inout Bool) throws(JSONError) -> Bool {
        try nextMember(closing: UInt8(ascii: "]"), first: &first)
    }

    @inline(__always)
    private mutating func nextMember(closing: UInt8, first: inout Bool) throws(JSONError) -> Bool {
        let byte = peek()
        if byte == closing {
            cursor += 1
            depth -= 1
            return false
        }
        if cursor >= checkpoint { try check() }
        if first {
            first = false
        } else {
            guard byte == UInt8(ascii: ",") else { throw failure() }
            cursor += 1
        }
        return true
    }

    package func failure() -> JSONError {
        cursor < end
            ? JSONError(kind: .unexpectedByte(cursor.pointee), offset: offset)
            : JSONError(kind: .unexpectedEnd, offset: offset)
    }

    // MARK: Scalars

    /// Reads `null` and returns `true`. If the next value is anything else, returns `false` without consuming it.
    @inline(__always)
    package mutating func readNull() throws(JSONError) -> Bool {
        guard peek() == UInt8(ascii: "n") else { return false }
        try consume("null")
        return true
    }

    package mutating func readBool() throws(JSONError) -> Bool {
        if peek() == UInt8(ascii: "t") {
            try consume("true")
            return true
        }
        try consume("false")
        return false
    }

    private mutating func consume(_ word: StaticString) throws(JSONError) {
        for index in 0..<word.utf8CodeUnitCount {
            guard cursor < end, cursor.pointee == word.utf8Start[index] else { throw failure() }
            cursor += 1
        }
    }

    /// Reads a positive integer of at most 18 digits. If the next value is anything else, returns `nil` without
    /// consuming it.
    @inline(__always)
    package mutating func readShortInteger() -> Int? {
        let first = peek()
        guard first &- 0x31 < 9 else { return nil }
        var ahead = cursor
        var value = 0
        while ahead < end, case let digit = ahead.pointee &- 0x30, digit < 10 {
            value = value &* 10 &+ Int(digit)
            ahead += 1
        }
        guard ahead < end, ahead - cursor <= 18 else { return nil }
        guard ahead.pointee == UInt8(ascii: ",") || ahead.pointee == UInt8(ascii: "}") else { return nil }
        cursor = ahead
        return value
    }

    /// Reads a number. Returns `nil` for `NaN` and `Infinity`, which are not valid JSON but are sent by some servers.
    package mutating func readNumber() throws(JSONError) -> JSONValue? {
        try readNumber(isSkipped: false)
    }

    @inline(__always)
    private mutating func readNumber(isSkipped: Bool) throws(JSONError) -> JSONValue? {
        let first = peek()
        if first == UInt8(ascii: "N") {
            try consume("NaN")
            return nil
        }
        let begin = cursor
        if first == UInt8(ascii: "-") { cursor += 1 }
        if cursor < end, cursor.pointee == UInt8(ascii: "I") {
            try consume("Infinity")
            return nil
        }
        let digits = cursor
        var magnitude: UInt64 = 0
        var overflow = false
        while cursor < end, case let digit = cursor.pointee &- 0x30, digit < 10 {
            let (product, high) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
            overflow = overflow || high || carry
            magnitude = sum
            cursor += 1
        }
        guard cursor > digits, cursor - digits == 1 || digits.pointee != 0x30 else {
            throw cursor == begin ? failure() : invalidNumber()
        }
        let isInteger = try !readFractionAndExponent()
        if isSkipped { return nil }
        let isNegative = first == UInt8(ascii: "-")
        if isInteger, !overflow {
            if !isNegative, magnitude <= UInt64(Int64.max) { return .integer(Int64(magnitude)) }
            if isNegative, magnitude <= UInt64(Int64.max) { return .integer(-Int64(magnitude)) }
            if isNegative, magnitude == UInt64(Int64.max) + 1 { return .integer(Int64.min) }
        }
        return .number(Self.double(UnsafeBufferPointer(start: begin, count: cursor - begin)))
    }

    private mutating func readFractionAndExponent() throws(JSONError) -> Bool {
        var found = false
        if cursor < end, cursor.pointee == UInt8(ascii: ".") {
            found = true
            cursor += 1
            try readDigits()
        }
        if cursor < end, cursor.pointee | 0x20 == UInt8(ascii: "e") {
            found = true
            cursor += 1
            if cursor < end, cursor.pointee == UInt8(ascii: "+") || cursor.pointee == UInt8(ascii: "-") { cursor += 1 }
            try readDigits()
        }
        return found
    }

    private mutating func readDigits() throws(JSONError) {
        let begin = cursor
        while cursor < end, cursor.pointee &- 0x30 < 10 { cursor += 1 }
        if cursor == begin { throw invalidNumber() }
    }

    private func invalidNumber() -> JSONError {
        JSONError(kind: cursor < end ? .invalidNumber : .unexpectedEnd, offset: offset)
    }

    /// Converts a number with correct rounding. Values out of range remain finite because JSON has no infinity.
    private static func double(_ text: UnsafeBufferPointer<UInt8>) -> Double {
        let value = Double(String(decoding: text, as: UTF8.self)) ?? 0
        if value.isFinite { return value }
        return value < 0 ? -Double.greatestFiniteMagnitude : .greatestFiniteMagnitude
    }

    // MARK: Strings

    /// A key of an object, stored as the raw bytes between its quotes. It can be compared without creating a `String`.
    package struct Key {
        fileprivate let start: UnsafePointer<UInt8>
        fileprivate let count: Int
        fileprivate let isEscaped: Bool

        /// Returns whether the key equals a string. A key that contains escapes is decoded first.
        @inline(__always)
        package static func ~= (name: StaticString, key: Key) -> Bool {
            if key.isEscaped { return key.text == name.description }
            return key.count == name.utf8CodeUnitCount && memcmp(key.start, name.utf8Start, key.count) == 0
        }

        /// The size of the heap memory that the text uses, in addition to its inline storage.
        var storedBytes: Int { count > 15 ? count &+ JSONBudget.text : 0 }

        package var text: String {
            JSONStringDecoder.text(UnsafeBufferPointer(start: start, count: count), isEscaped: isEscaped)
        }
    }

    @inline(__always)
    private mutating func readKey() throws(JSONError) -> Key {
        let (bytes, isEscaped) = try readStringBytes()
        return Key(start: bytes.baseAddress.unsafelyUnwrapped, count: bytes.count, isEscaped: isEscaped)
    }

    /// Reads a string and returns the bytes between its quotes, without decoding escapes.
    @inline(__always)
    package mutating func readStringBytes() throws(JSONError) -> (UnsafeBufferPointer<UInt8>, isEscaped: Bool) {
        try expect(UInt8(ascii: "\""))
        let begin = cursor
        var isEscaped = false
        while true {
            skipPlainBytes()
            guard cursor < end else { throw JSONError(kind: .unexpectedEnd, offset: offset) }
            if cursor.pointee == UInt8(ascii: "\"") {
                let bytes = UnsafeBufferPointer(start: begin, count: cursor - begin)
                cursor += 1
                return (bytes, isEscaped)
            }
            isEscaped = true
            try skipEscape()
        }
    }

    /// Advances to the next quote or backslash, eight bytes at a time.
    @inline(__always)
    private mutating func skipPlainBytes() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        while end - cursor >= 8 {
            let word = UnsafeRawPointer(cursor).loadUnaligned(as: UInt64.self).littleEndian
            let quotes = word ^ (ones &* 0x22)
            let slashes = word ^ (ones &* 0x5C)
            let hits = ((quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes) & highs
            if hits != 0 {
                cursor += hits.trailingZeroBitCount >> 3
                return
            }
            cursor += 8
        }
        while cursor < end, cursor.pointee != 0x22, cursor.pointee != 0x5C { cursor += 1 }
    }

    private mutating func skipEscape() throws(JSONError) {
        cursor += 1
        guard cursor < end else { throw JSONError(kind: .unexpectedEnd, offset: offset) }
        switch cursor.pointee {
        case UInt8(ascii: "u"):
            cursor += 1
            for _ in 0..<4 {
                guard cursor < end else { throw JSONError(kind: .unexpectedEnd, offset: offset) }
                guard JSONStringDecoder.hexValue(cursor.pointee) != nil else {
                    throw JSONError(kind: .invalidEscape, offset: offset)
                }
                cursor += 1
            }
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            cursor += 1
        default:
            throw JSONError(kind: .invalidEscape, offset: offset)
        }
    }

    /// Reads a string, replacing invalid Unicode with U+FFFD.
    @inline(__always)
    package mutating func readString() throws(JSONError) -> String {
        let (bytes, isEscaped) = try readStringBytes()
        return JSONStringDecoder.text(bytes, isEscaped: isEscaped)
    }

    // MARK: Values

    /// Skips a value. The syntax is validated, but the value is not created.
    package mutating func skipValue() throws(JSONError) {
        switch peek() {
        case UInt8(ascii: "\""): _ = try readStringBytes()
        case UInt8(ascii: "{"):
            try beginObject()
            var first = true
            while try nextKey(first: &first) != nil { try skipValue() }
        case UInt8(ascii: "["):
            try beginArray()
            var first = true
            while try nextElement(first: &first) { try skipValue() }
        case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try readBool()
        case UInt8(ascii: "n"): _ = try readNull()
        default: _ = try readNumber(isSkipped: true)
        }
    }
}
