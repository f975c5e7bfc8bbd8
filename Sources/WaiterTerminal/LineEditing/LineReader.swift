/// Reads entries from what is no terminal, or one that cannot be drawn on: lines, and blocks between lines of `"""`.
package struct LineReader: Sendable {
    private static let longestLine = 256 << 20

    private let input: DescriptorInput
    private let chunk: Int
    private var bytes: [UInt8] = []
    /// Where in the bytes the next line begins, and from where on no line feed was looked for.
    private var (start, searched) = (0, 0)
    private var hasEnded = false
    private var lineNumber = 0

    /// - Parameter chunk: How many bytes are read at once.
    package init(descriptor: Int32, chunk: Int = 65_536) {
        input = DescriptorInput(descriptor: descriptor)
        self.chunk = chunk
    }

    /// The next entry, the end of the input once there is none.
    ///
    /// - Throws: `TerminalError` naming a line that is not UTF-8, `CancellationError`.
    package mutating func read() async throws -> LineEntry {
        guard let line = try await nextLine() else { return .end }
        guard QuotedBlock.isMark(line) else { return .text(line) }
        var block: [String] = []
        // A block that is never closed ends with the input.
        while let line = try await nextLine(), !QuotedBlock.isMark(line) { block.append(line) }
        return .text(block.joined(separator: "\n"))
    }

    private mutating func nextLine() async throws -> String? {
        while true {
            if let end = bytes[searched...].firstIndex(of: 0x0A) { return try takeLine(upTo: end) }
            searched = bytes.count
            if hasEnded { return start < bytes.count ? try takeLine(upTo: bytes.count) : nil }
            try Task.checkCancellation()
            switch try input.read(within: 100, limit: chunk) {
            case .bytes(let more): try append(more)
            case .nothing: await Task.yield()
            case .end: hasEnded = true
            }
        }
    }

    private mutating func append(_ more: [UInt8]) throws {
        // Only here, so that many short lines do not each move all that follow.
        bytes.removeFirst(start)
        searched -= start
        start = 0
        bytes += more
        guard bytes.count <= Self.longestLine else {
            throw TerminalError.lineTooLong(line: lineNumber + 1)
        }
    }

    private mutating func takeLine(upTo end: Int) throws -> String {
        var line = bytes[start..<end]
        start = min(end + 1, bytes.count)
        searched = start
        lineNumber += 1
        if line.last == 0x0D { line.removeLast() }
        if let text = String(validating: line, as: UTF8.self) { return text }
        throw TerminalError.invalidUTF8(line: lineNumber, byte: Self.validLength(of: line))
    }

    /// Returns how many bytes come before the first ill-formed sequence.
    private static func validLength(of bytes: ArraySlice<UInt8>) -> Int {
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var length = 0
        while case .valid(let scalar) = parser.parseScalar(from: &iterator) { length += scalar.count }
        return length
    }
}
