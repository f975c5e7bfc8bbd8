#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A connection from a client. It reads requests and writes responses without blocking.
struct Connection {
    let descriptor: Int32
    private var input: [UInt8] = []
    private var answers: [Answer] = []
    private var written = 0

    /// Bytes that have to be written, and the number of times to write them.
    private struct Answer {
        var bytes: [UInt8]
        var times = 1
    }

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    var wantsToWrite: Bool { !answers.isEmpty }

    /// Reads the available input and answers each complete request. Returns `false` if the connection has ended.
    mutating func read(_ source: Answers) -> Bool {
        let room = 64 << 10
        let count = withUnsafeTemporaryAllocation(byteCount: room, alignment: 1) { buffer in
            let count = recv(descriptor, buffer.baseAddress, room, 0)
            if count > 0 { input.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
            return count
        }
        if count == 0 { return false }
        if count < 0 { return errno == EAGAIN || errno == EINTR }
        while let request = nextRequest() { answer(request, source) }
        return write()
    }

    /// Writes until the socket buffer is full. Returns `false` if the connection is broken.
    mutating func write() -> Bool {
        while let answer = answers.first {
            let count = answer.bytes.withUnsafeBytes { bytes in
                send(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written, 0)
            }
            if count < 0 { return errno == EAGAIN || errno == EINTR }
            written += count
            guard written == answer.bytes.count else { continue }
            written = 0
            if answer.times > 1 { answers[0].times -= 1 } else { answers.removeFirst() }
        }
        return true
    }

    private struct Request {
        /// The number in the first component of the path.
        var chunks: Int
        var isStream: Bool
    }

    /// Removes the next request from the input and returns it, or returns `nil` if the request is not complete yet.
    private mutating func nextRequest() -> Request? {
        let found = input.withUnsafeBytes { bytes -> (request: Request, end: Int)? in
            guard let headEnd = Self.end(of: "\r\n\r\n", in: bytes[...]) else { return nil }
            let head = bytes[..<headEnd]
            let lengthStart = Self.end(of: "content-length: ", in: head) ?? Self.end(of: "Content-Length: ", in: head)
            let end = headEnd + (lengthStart.map { Self.number(in: head[$0...]) } ?? 0)
            guard bytes.count >= end, let path = Self.end(of: " /", in: head) else { return nil }
            let body = bytes[headEnd..<end]
            let isStream = Self.end(of: #""stream":true"#, in: body) ?? Self.end(of: #""stream": true"#, in: body)
            return (Request(chunks: Self.number(in: head[path...]), isStream: isStream != nil), end)
        }
        guard let found else { return nil }
        input.removeFirst(found.end)
        return found.request
    }

    /// Returns the offset of the end of the first occurrence of a text.
    private static func end(of text: StaticString, in bytes: Slice<UnsafeRawBufferPointer>) -> Int? {
        let length = text.utf8CodeUnitCount
        let part = UnsafeRawBufferPointer(rebasing: bytes)
        guard let base = part.baseAddress, part.count >= length else { return nil }
        var start = 0
        while let found = memchr(base + start, Int32(text.utf8Start.pointee), part.count - start) {
            start = UnsafeRawPointer(found) - base
            if part.count - start < length { return nil }
            if memcmp(found, text.utf8Start, length) == 0 { return bytes.startIndex + start + length }
            start += 1
        }
        return nil
    }

    private static func number(in bytes: Slice<UnsafeRawBufferPointer>) -> Int {
        bytes.prefix { (0x30...0x39).contains($0) }.reduce(0) { $0 &* 10 &+ Int($1 &- 0x30) }
    }

    private mutating func answer(_ request: Request, _ source: Answers) {
        guard request.isStream else { return answers.append(Answer(bytes: source.completion)) }
        answers.append(Answer(bytes: source.streamHead))
        let (blocks, rest) = request.chunks.quotientAndRemainder(dividingBy: source.eventsPerBlock)
        if blocks > 0 { answers.append(Answer(bytes: source.block, times: blocks)) }
        answers.append(Answer(bytes: source.block(of: rest) + source.streamEnd))
    }
}
