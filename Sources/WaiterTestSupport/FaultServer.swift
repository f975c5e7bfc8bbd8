internal import Foundation
internal import Synchronization
internal import WaiterPlatform

/// A raw server on loopback that plays a script for each request: any bytes, cut anywhere, with any end.
///
/// It runs on threads of its own with blocking sockets, so that nothing but the script decides what the client sees.
public final class FaultServer: Sendable {
    /// What happens on a connection, in order.
    public enum Step: Sendable {
        /// Writes bytes as they are.
        case bytes([UInt8])
        /// Waits until a gate is opened by the test.
        case wait(Gate)
        /// Opens a gate for the test.
        case open(Gate)
        /// Closes the connection.
        case close
        /// Resets the connection (RST).
        case reset
        /// Ends our direction only.
        case halfClose
        /// Keeps the connection silent until the client closes it.
        case stall
        /// Does nothing for a moment, as slow servers do; no test may depend on how long.
        case pause(Duration)
        /// Plays these steps again and again until the client closes the connection.
        case forever([Step])

        /// Writes text as it is.
        public static func text(_ text: String) -> Step { .bytes(Array(text.utf8)) }

        /// A whole response with its length.
        public static func response(
            _ body: String,
            status: String = "200 OK",
            headers: [String] = ["content-type: application/json"]
        ) -> Step {
            let lines = ["HTTP/1.1 \(status)"] + headers + ["content-length: \(body.utf8.count)"]
            return .text(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
        }

        /// The head of a chunked event stream.
        public static let eventStreamHead = Step.text(
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
        )

        /// One piece of a chunked body; nothing when it is empty, which would be the body's end.
        public static func chunk(_ text: String) -> Step { .chunk(Array(text.utf8)) }

        /// One piece of a chunked body; nothing when it is empty, which would be the body's end.
        public static func chunk(_ bytes: [UInt8]) -> Step {
            if bytes.isEmpty { return .bytes([]) }
            return .bytes(Array((String(bytes.count, radix: 16) + "\r\n").utf8) + bytes + [0x0D, 0x0A])
        }

        /// The end of a chunked body.
        public static let lastChunk = Step.text("0\r\n\r\n")
    }

    /// A request as it was read from the wire.
    public struct Request: Sendable {
        /// The method, such as `POST`.
        public var method: String
        /// The path with its query.
        public var path: String
        /// The headers, names in lower case.
        public var headers: [String: String]
        /// The body.
        public var body: [UInt8]

        /// The body as text.
        public var text: String { String(decoding: body, as: UTF8.self) }
    }

    private struct State {
        var requests: [Request] = []
        var connections = 0
        var open: Set<Int32> = []
        var isStopped = false
    }

    private let state = Mutex(State())
    private let listener: Int32
    private let script: @Sendable (Request, Int) -> [Step]
    private let onAccept: @Sendable (Int) -> [Step]

    /// The port on 127.0.0.1.
    public let port: Int

    /// Starts a server.
    ///
    /// - Parameters:
    ///   - onAccept: What happens on a new connection (counted from 0) before a request is read.
    ///   - script: What happens after a request (counted from 0 over all connections); without a closing step the
    ///     connection stays open for the next request.
    public init(
        onAccept: @escaping @Sendable (Int) -> [Step] = { _ in [] },
        script: @escaping @Sendable (Request, Int) -> [Step]
    ) throws {
        self.script = script
        self.onAccept = onAccept
        (listener, port) = try Socket.listenOnLoopback()
        let thread = Thread { [weak self, listener] in
            while let connection = Socket.accept(listener) {
                guard let self else { return Socket.close(connection) }
                self.serve(connection)
            }
        }
        thread.start()
    }

    deinit {
        stop()
    }

    /// `http://127.0.0.1:PORT`.
    public var address: String { "http://127.0.0.1:\(port)" }

    /// All requests in order.
    public var requests: [Request] { state.withLock(\.requests) }

    /// How many connections were accepted.
    public var connections: Int { state.withLock(\.connections) }

    /// How many connections are open now.
    public var openConnections: Int { state.withLock(\.open.count) }

    /// Stops listening and closes all connections.
    public func stop() {
        let open = state.withLock { state -> [Int32]? in
            guard !state.isStopped else { return nil }
            state.isStopped = true
            return Array(state.open)
        }
        guard let open else { return }
        Socket.shutDown(listener)
        for connection in open { Socket.shutDown(connection) }
    }

    private func serve(_ connection: Int32) {
        let number = state.withLock { state -> Int in
            state.connections += 1
            state.open.insert(connection)
            return state.connections - 1
        }
        let thread = Thread { [weak self] in
            self?.converse(connection, number)
            self?.state.withLock { _ = $0.open.remove(connection) }
            Socket.close(connection)
        }
        thread.start()
    }

    private func converse(_ connection: Int32, _ number: Int) {
        guard play(onAccept(number), on: connection) else { return }
        var reader = RequestReader(connection)
        while let request = reader.next() {
            let count = state.withLock { state -> Int in
                state.requests.append(request)
                return state.requests.count - 1
            }
            guard play(script(request, count), on: connection) else { return }
        }
    }

    /// Plays steps; false when the connection is over.
    private func play(_ steps: [Step], on connection: Int32) -> Bool {
        for step in steps {
            switch step {
            case .bytes(let bytes): if !Socket.write(bytes, to: connection) { return false }
            case .wait(let gate): gate.waitBlocking()
            case .open(let gate): gate.open()
            case .close: return false
            case .reset:
                Socket.makeCloseReset(connection)
                return false
            case .halfClose: Socket.shutDownWriting(connection)
            case .stall:
                while Socket.read(connection) != nil {}
                return false
            case .pause(let duration): usleep(UInt32(duration / .microseconds(1)))
            case .forever(let steps):
                while play(steps, on: connection) {}
                return false
            }
        }
        return true
    }
}
