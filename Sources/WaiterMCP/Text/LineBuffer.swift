/// Splits a byte stream into lines of limited length.
struct LineBuffer {
    /// The error for a line that exceeds the limit.
    struct TooLong: Error {}

    private var bytes: [UInt8] = []
    /// The position up to which the buffer has been searched for a line terminator.
    private var scanned = 0
    private var start = 0
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    /// Appends a chunk.
    mutating func append(_ chunk: UnsafeRawBufferPointer) {
        if start > 0 {
            bytes.removeFirst(start)
            scanned -= start
            start = 0
        }
        bytes.append(contentsOf: chunk)
    }

    /// Returns the next complete line without its terminator, or `nil` if more bytes are needed.
    mutating func next() throws(TooLong) -> [UInt8]? {
        guard let end = bytes[scanned...].firstIndex(of: 0x0A) else {
            scanned = bytes.count
            if bytes.count - start > limit { throw TooLong() }
            return nil
        }
        if end - start > limit { throw TooLong() }
        let line = bytes[start..<end]
        start = end + 1
        scanned = start
        return Array(line.last == 0x0D ? line.dropLast() : line)
    }
}
