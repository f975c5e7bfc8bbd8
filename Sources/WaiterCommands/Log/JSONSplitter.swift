/// Splits JSON that arrives in chunks into top-level values and the elements of top-level arrays.
///
/// The splitter only finds the end of each value. The caller parses and validates the values. At most one value is held
/// in memory.
final class JSONSplitter {
    enum Part {
        /// The start of a top-level array. The elements of the array follow.
        case arrayBegin
        case arrayEnd
        /// A value. Its bytes are valid during the call.
        case value([UInt8])
    }

    /// The error for invalid JSON or for a value that is too large.
    struct Failure: Error {
        /// Whether a value is larger than the limit. If `false`, the JSON is invalid.
        var isTooLarge = false
        var line: Int
    }

    private enum Expectation { case anything, elementOrEnd, element, commaOrEnd }

    private enum Kind { case container, text, scalar }

    private let limit: Int
    private var expectation = Expectation.anything
    private var kind: Kind?
    private var value: [UInt8] = []
    private var depth = 0
    private var isInText = false
    private var isEscaped = false
    /// The number of bytes of a byte-order mark that have been read so far, or `nil` after any other byte has been
    /// read.
    private var markBytes: Int? = 0
    private var line = 1
    /// The line on which the last value, or the array that contains it, started.
    private(set) var startLine = 1
    /// Whether a value or an array has started.
    private(set) var hasBegun = false

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// - Parameter limit: The maximum size of a value in bytes.
    init(limit: Int) {
        self.limit = limit
    }

    /// Appends a chunk and reports the parts that the chunk completes.
    func append(_ piece: UnsafeRawBufferPointer, _ take: (Part, _ line: Int) throws -> Void) throws {
        var index = 0
        while index < piece.count {
            if kind != nil {
                try collect(piece, &index, take)
            } else {
                try look(at: piece[index], &index, take)
            }
        }
    }

    /// Reports the parts that the end of the document completes. A truncated value is also reported.
    func finish(_ take: (Part, _ line: Int) throws -> Void) throws {
        if kind != nil { try complete(take) }
        if expectation != .anything { throw Failure(line: line) }
    }

    // MARK: Between values

    private func look(
        at byte: UInt8,
        _ index: inout Int,
        _ take: (Part, _ line: Int) throws -> Void
    ) throws {
        if let seen = markBytes {
            if seen < Self.mark.count, byte == Self.mark[seen] {
                markBytes = seen + 1
                index += 1
                return
            }
            markBytes = nil
        }
        switch byte {
        case 0x20, 0x09, 0x0D: index += 1
        case 0x0A:
            line += 1
            index += 1
        case UInt8(ascii: "[") where expectation == .anything:
            (hasBegun, startLine, expectation) = (true, line, .elementOrEnd)
            index += 1
            try take(.arrayBegin, line)
        case UInt8(ascii: "]") where expectation == .elementOrEnd || expectation == .commaOrEnd:
            expectation = .anything
            index += 1
            try take(.arrayEnd, startLine)
        case UInt8(ascii: ",") where expectation == .commaOrEnd:
            expectation = .element
            index += 1
        case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ":"): throw Failure(line: line)
        default:
            if expectation == .commaOrEnd { throw Failure(line: line) }
            begin(with: byte)
        }
    }

    private func begin(with byte: UInt8) {
        hasBegun = true
        if expectation == .anything { startLine = line }
        (depth, isInText, isEscaped) = (0, false, false)
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["): kind = .container
        case UInt8(ascii: "\""): kind = .text
        default: kind = .scalar
        }
    }

    // MARK: Inside a value

    private func collect(
        _ piece: UnsafeRawBufferPointer,
        _ index: inout Int,
        _ take: (Part, _ line: Int) throws -> Void
    ) throws {
        let (end, isComplete) = kind == .scalar ? scalarEnd(piece, index) : end(piece, index)
        guard value.count + end - index <= limit else { throw Failure(isTooLarge: true, line: startLine) }
        value += piece[index..<end]
        index = end
        if isComplete { try complete(take) }
    }

    private func complete(_ take: (Part, _ line: Int) throws -> Void) throws {
        // The closure receives the only reference to the bytes, so that it can release the bytes as soon as it has read
        // them.
        let bytes = value
        value = []
        kind = nil
        let begun = line
        line += bytes.count { $0 == 0x0A }
        if expectation != .anything { expectation = .commaOrEnd }
        try take(.value(bytes), begun)
    }

    /// Returns the end of a container or string, or the end of the chunk if that comes first.
    private func end(_ piece: UnsafeRawBufferPointer, _ start: Int) -> (Int, isComplete: Bool) {
        for index in start..<piece.count {
            let byte = piece[index]
            if isInText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInText = false
                    if kind == .text { return (index + 1, true) }
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInText = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 { return (index + 1, true) }
            default: break
            }
        }
        return (piece.count, false)
    }

    /// Returns the end of a number or literal, or the end of the chunk if that comes first.
    private func scalarEnd(_ piece: UnsafeRawBufferPointer, _ start: Int) -> (Int, isComplete: Bool) {
        for index in start..<piece.count {
            switch piece[index] {
            case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "["),
                UInt8(ascii: "{"), UInt8(ascii: "\""):
                return (index, true)
            default: break
            }
        }
        return (piece.count, false)
    }
}
