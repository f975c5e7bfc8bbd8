internal import WaiterPlatform

/// Reads HTTP/1.1 requests from a connection.
struct RequestReader: ~Copyable {
    private static let longestHead = 1 << 20
    private static let capacity = 1 << 18

    private let connection: Int32
    private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 16)
    /// The range of received bytes that have not been consumed.
    private var unread = 0..<0

    init(_ connection: Int32) {
        self.connection = connection
    }

    deinit {
        memory.deallocate()
    }

    /// Reads the head of the next request. Returns `nil` if the connection has ended or the data is not HTTP.
    mutating func nextHead() -> FaultServer.Request? {
        var lines: [String] = []
        var total = 0
        while let line = nextLine() {
            total += line.utf8.count
            guard total <= Self.longestHead else { return nil }
            if !line.isEmpty {
                lines.append(line)
            } else if !lines.isEmpty {
                return Self.parse(lines)
            }
        }
        return nil
    }

    /// The outcome of reading a body.
    enum BodyEnd { case complete, stopped, interrupted }

    /// Reads the body and stores it in the request.
    mutating func readBody(of request: inout FaultServer.Request, _ reading: FaultServer.BodyReading) -> BodyEnd {
        var room = Int64.max
        if case .stop(let limit) = reading { room = max(0, limit) }
        if request.headers["transfer-encoding"]?.lowercased() == "chunked" {
            while true {
                guard let line = nextLine(), let size = Int64(line.prefix { $0 != ";" }, radix: 16), size >= 0 else {
                    return .interrupted
                }
                if size == 0 {
                    // Trailers end with an empty line.
                    while let line = nextLine() { if line.isEmpty { return .complete } }
                    return .interrupted
                }
                let end = take(size, into: &request, reading, room: &room)
                guard end == .complete else { return end }
                guard nextLine() != nil else { return .interrupted }
            }
        }
        let length = request.headers["content-length"].flatMap { Int64($0) } ?? 0
        return take(max(0, length), into: &request, reading, room: &room)
    }

    private mutating func take(
        _ count: Int64,
        into request: inout FaultServer.Request,
        _ reading: FaultServer.BodyReading,
        room: inout Int64
    ) -> BodyEnd {
        var rest = count
        while rest > 0 {
            if room == 0 { return .stopped }
            if unread.isEmpty, !receive() { return .interrupted }
            let length = Int(min(Int64(unread.count), rest, room))
            let bytes = UnsafeRawBufferPointer(rebasing: memory[unread.lowerBound..<unread.lowerBound + length])
            request.checksum.update(bytes)
            if reading != .count { request.body.append(contentsOf: bytes) }
            unread = unread.lowerBound + length..<unread.upperBound
            rest -= Int64(length)
            room -= Int64(length)
        }
        return .complete
    }

    /// Reads the next line without its terminator. Returns `nil` if the connection has ended.
    private mutating func nextLine() -> String? {
        var line: [UInt8] = []
        while true {
            if unread.isEmpty, !receive() { return nil }
            let bytes = memory[unread]
            if let end = bytes.firstIndex(of: 0x0A) {
                line += bytes[..<end]
                unread = end + 1..<unread.upperBound
                if line.last == 0x0D { line.removeLast() }
                return String(decoding: line, as: UTF8.self)
            }
            line += bytes
            unread = 0..<0
            guard line.count <= Self.longestHead else { return nil }
        }
    }

    private mutating func receive() -> Bool {
        let count = Socket.read(connection, into: memory)
        unread = 0..<count
        return count > 0
    }

    private static func parse(_ lines: [String]) -> FaultServer.Request? {
        let words = lines[0].split(separator: " ")
        guard words.count == 3 else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].drop { $0 == " " }.description
        }
        return FaultServer.Request(method: String(words[0]), path: String(words[1]), headers: headers)
    }
}
