internal import WaiterPlatform

/// A minimal HTTP client for GET requests to a server on this machine. It is used to read the server's health and
/// counters.
enum LoopbackHTTP {
    struct Answer: Equatable {
        var status: Int
        var body: String
    }

    /// The reason that there was no response.
    enum Failure: Error {
        /// Nothing is listening on the port.
        case refused
        /// The server did not respond in time.
        case timedOut
        /// The response is not HTTP.
        case malformed
    }

    private static let longestAnswer = 1 << 20

    /// Sends a GET request and returns the status and body of the response.
    ///
    /// The request uses HTTP/1.0, so the server closes the connection at the end of the response. The socket does not
    /// block a thread. Instead, the task polls the socket and sleeps between polls, so it can be cancelled.
    ///
    /// - Parameters:
    ///   - path: The path of the request.
    ///   - port: The port on 127.0.0.1.
    ///   - bearer: The token for the `Authorization` header, or `nil` to omit the header.
    ///   - timeout: The time after which the request fails.
    ///   - clock: The clock for the timeout.
    ///   - isTrusted: A closure that is called after the connection has been established. If it returns `false`,
    ///     nothing is sent.
    /// - Returns: The response.
    /// - Throws: `Failure` or `CancellationError`.
    static func get(
        _ path: String,
        port: Int,
        bearer: String? = nil,
        timeout: Duration = .seconds(2),
        clock: any Clock<Duration> = ContinuousClock(),
        isTrusted: @Sendable () -> Bool = { true }
    ) async throws -> Answer {
        guard (1...65_535).contains(port), let socket = LoopbackSocket(), socket.connect(port: port) else {
            throw Failure.refused
        }
        let elapsed = clock.stopwatch()
        func wait(_ isReady: () -> Bool) async throws {
            var pause = Duration.milliseconds(1)
            while !isReady() {
                guard elapsed() < timeout else { throw Failure.timedOut }
                try await clock.sleep(for: pause)
                pause = min(pause * 2, .milliseconds(20))
            }
        }
        try await wait { socket.isReady(toWrite: true) }
        guard socket.isConnected, isTrusted() else { throw Failure.refused }
        let authorization = bearer.map { "Authorization: Bearer \($0)\r\n" } ?? ""
        let head = "GET \(path) HTTP/1.0\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\(authorization)\r\n"
        let request = Array(head.utf8)
        // A small request always fits in a new socket's buffer. If some bytes cannot be written, the connection was
        // refused.
        guard socket.send(request[...]) == request.count else { throw Failure.refused }
        var bytes: [UInt8] = []
        while bytes.count < longestAnswer {
            try await wait { socket.isReady(toWrite: false) }
            guard let chunk = socket.receive() else { throw Failure.refused }
            if chunk.isEmpty { break }
            bytes.append(contentsOf: chunk)
        }
        return try parse(bytes)
    }

    static func parse(_ bytes: [UInt8]) throws -> Answer {
        let text = String(decoding: bytes, as: UTF8.self)
        // A status line looks like "HTTP/1.1 200 OK". The text is split by scalars, because CR LF is a single
        // `Character`.
        let scalars = text.unicodeScalars
        let line = scalars.prefix { $0 != "\r" && $0 != "\n" }
        let parts = line.split(separator: " ")
        guard parts.count >= 2, String(parts[0]).hasPrefix("HTTP/1."), let status = Int(String(parts[1])) else {
            throw Failure.malformed
        }
        guard let end = text.firstRange(of: "\r\n\r\n") else { return Answer(status: status, body: "") }
        return Answer(status: status, body: String(text[end.upperBound...]))
    }
}
