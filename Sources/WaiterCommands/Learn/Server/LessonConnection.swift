internal import WaiterPlatform

/// The server side of a connection, which reads HTTP/1.1 requests and writes responses with blocking calls.
struct LessonConnection {
    private static let longestRequest = 1 << 20

    let descriptor: Int32
    private var buffer: [UInt8] = []

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Reads the next request. Returns `nil` if the connection was closed, the data is not HTTP, or the request is too
    /// long.
    mutating func nextRequest() -> LessonRequest? {
        let end = Array("\r\n\r\n".utf8)
        var headEnd = buffer.firstRange(of: end)
        while headEnd == nil {
            guard buffer.count < Self.longestRequest, receive() else { return nil }
            headEnd = buffer.firstRange(of: end)
        }
        guard let headEnd else { return nil }
        let head = String(decoding: buffer[..<headEnd.lowerBound], as: UTF8.self)
        var lines = head.split(separator: "\r\n").map(String.init)
        guard !lines.isEmpty else { return nil }
        var request = LessonRequest(line: lines.removeFirst(), headers: lines, body: [])
        buffer.removeSubrange(..<headEnd.upperBound)
        let length = request.header("content-length").flatMap { Int($0) } ?? 0
        guard (0...Self.longestRequest).contains(length) else { return nil }
        while buffer.count < length {
            guard receive() else { return nil }
        }
        request.body = Array(buffer[..<length])
        buffer.removeSubrange(..<length)
        return request
    }

    /// Writes a response. Returns `false` if the connection must be closed.
    func write(_ reply: LessonReply) -> Bool {
        guard !reply.head.isEmpty else {
            // Wait until the client closes the connection, which happens when the client's deadline expires.
            var byte: UInt8 = 0
            while recv(descriptor, &byte, 1, 0) > 0 {}
            return false
        }
        guard send(reply.head.joined(separator: "\r\n") + "\r\n\r\n") else { return false }
        guard case .stream(_, let isComplete) = reply else { return reply.chunks.allSatisfy(send) }
        for chunk in reply.chunks {
            let size = String(chunk.utf8.count, radix: 16)
            guard send("\(size)\r\n\(chunk)\r\n") else { return false }
        }
        return isComplete && send("0\r\n\r\n")
    }

    private mutating func receive() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            buffer += chunk[..<count]
            return true
        }
    }

    private func send(_ text: String) -> Bool {
        Array(text.utf8).withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = SocketCall.send(UnsafeRawBufferPointer(rebasing: rest), on: descriptor)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }
    }
}
