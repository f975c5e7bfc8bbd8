internal import WaiterPlatform

/// A reader for the lines of a file. It uses a constant amount of memory.
package struct LineReader {
    private let descriptor: Descriptor
    private let path: String
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false
    /// The number of the most recently returned line, counting from 1.
    package private(set) var number = 0
    /// The FNV-1a hash of all bytes read.
    package private(set) var hash = FNV1a()

    /// The maximum length of a line. The limit prevents a file without line breaks from exhausting memory.
    private static let longestLine = 64 << 20
    private static let chunk = 256 << 10

    private final class Descriptor: Sendable {
        let value: Int32

        init(_ value: Int32) { self.value = value }

        deinit { close(value) }
    }

    /// Opens a file, or standard input if the path is `-`.
    ///
    /// - Throws: `BulkError` with code `.invalidInput` if the file cannot be opened.
    package init(path: String) throws {
        self.path = path
        let descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw BulkError(.invalidInput, "cannot read \(path) (\(systemMessage(errno)))")
        }
        self.descriptor = Descriptor(descriptor)
    }

    /// Returns the next line without its line break, or `nil` at the end of the file.
    ///
    /// - Throws: `BulkError` with code `.invalidInput` if the file cannot be read.
    package mutating func next() throws -> [UInt8]? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0A) { return line(upTo: end, after: end + 1) }
            searched = buffer.count
            if isAtEnd {
                guard start < buffer.count else { return nil }
                return line(upTo: buffer.count, after: buffer.count)
            }
            if buffer.count - start > Self.longestLine {
                throw BulkError(.invalidInput, "line \(number + 1) of \(path) is too long", line: number + 1)
            }
            searched -= start
            buffer.removeSubrange(..<start)
            start = 0
            try fill()
        }
    }

    private mutating func line(upTo end: Int, after next: Int) -> [UInt8] {
        var line = buffer[start..<end]
        if line.last == 0x0D { line.removeLast() }
        if number == 0, line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
        start = next
        number += 1
        return Array(line)
    }

    private mutating func fill() throws {
        let chunk = try [UInt8](unsafeUninitializedCapacity: Self.chunk) { bytes, count in
            var result = read(descriptor.value, bytes.baseAddress, Self.chunk)
            while result < 0, errno == EINTR { result = read(descriptor.value, bytes.baseAddress, Self.chunk) }
            guard result >= 0 else {
                throw BulkError(.invalidInput, "cannot read \(path) (\(systemMessage(errno)))")
            }
            count = result
        }
        isAtEnd = chunk.isEmpty
        hash.update(chunk)
        buffer += chunk
    }
}
