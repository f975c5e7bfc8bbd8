/// A reader for input that is not an interactive terminal. It reads plain lines, and blocks delimited by `"""`.
package struct LineReader: Sendable {
    private static let longestLine = 256 << 20

    private let input: DescriptorInput
    private let chunk: Int
    private var bytes: [UInt8] = []
    /// The offset in `bytes` of the next line, and the offset up to which that line has been searched for a line
    /// feed.
    private var (start, searched) = (0, 0)
    private var hasEnded = false
    private var lineNumber = 0

    /// Creates a reader for a file descriptor.
    ///
    /// - Parameters:
    ///   - descriptor: The file descriptor to read from.
    ///   - chunk: The maximum number of bytes per read.
    package init(descriptor: Int32, chunk: Int = 65_536) {
        input = DescriptorInput(descriptor: descriptor)
        self.chunk = chunk
    }

    /// Reads the next entry or returns `.end` at the end of the input.
    ///
    /// - Throws: `CancellationError`, or `TerminalError` with the line number if a line is too long or is not valid
    ///   UTF-8.
    package mutating func read() async throws -> LineEntry {
        guard let line = try await nextLine() else { return .end }
        guard QuotedBlock.isMark(line) else { return .text(line) }
        var block: [String] = []
        // An unclosed block ends at the end of the input.
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
        // Compact the buffer only when more bytes are read. Otherwise, consuming a short line would move all of the
        // bytes after it.
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

    /// Returns the number of bytes before the first invalid sequence.
    private static func validLength(of bytes: ArraySlice<UInt8>) -> Int {
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var length = 0
        while case .valid(let scalar) = parser.parseScalar(from: &iterator) { length += scalar.count }
        return length
    }
}
