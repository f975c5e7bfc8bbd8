/// Reads HTTP/1.1 requests with a length from a connection.
struct RequestReader {
    private let connection: Int32
    private var buffer: [UInt8] = []

    init(_ connection: Int32) {
        self.connection = connection
    }

    mutating func next() -> FaultServer.Request? {
        var end: Int?
        while true {
            end = headEnd()
            if end != nil { break }
            guard let bytes = Socket.read(connection) else { return nil }
            buffer += bytes
        }
        guard let end, var request = Self.parse(buffer[..<end]) else { return nil }
        buffer.removeFirst(end + 4)
        let length = request.headers["content-length"].flatMap { Int($0) } ?? 0
        while buffer.count < length {
            guard let bytes = Socket.read(connection) else { return nil }
            buffer += bytes
        }
        request.body = Array(buffer[..<length])
        buffer.removeFirst(length)
        return request
    }

    private func headEnd() -> Int? {
        guard buffer.count >= 4 else { return nil }
        return (0...(buffer.count - 4)).first { buffer[$0..<($0 + 4)].elementsEqual([13, 10, 13, 10]) }
    }

    private static func parse(_ head: ArraySlice<UInt8>) -> FaultServer.Request? {
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count == 3 else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].drop { $0 == " " }.description
        }
        return FaultServer.Request(method: String(words[0]), path: String(words[1]), headers: headers, body: [])
    }
}
