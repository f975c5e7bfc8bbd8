internal import Dispatch
internal import Synchronization
internal import WaiterPlatform

/// A small server on 127.0.0.1 that runs for one step of `waiter learn` and records every exchange.
///
/// The server uses blocking sockets on separate threads.
final class LessonServer: Sendable {
    /// A closure that returns the response to a request. Requests are numbered from 0.
    typealias Script = @Sendable (_ request: LessonRequest, _ number: Int) -> LessonReply

    private struct State {
        var exchanges: [LessonExchange] = []
        var connections = 0
        var open: Set<Int32> = []
        var isStopped = false
    }

    /// The interval, in milliseconds, at which the listening thread checks whether the server has been stopped.
    private static let pollInterval: Int32 = 100

    private let state = Mutex(State())
    private let script: Script
    private let listener: Int32
    let port: Int

    /// Runs a server for the duration of a closure.
    ///
    /// - Parameters:
    ///   - script: A closure that returns the response to each request.
    ///   - body: A closure that uses the server.
    /// - Throws: `CommandFailure` if no port can be opened, or any error thrown by `body`.
    static func running(_ script: @escaping Script, _ body: (LessonServer) async throws -> Void) async throws {
        let server = try LessonServer(script)
        defer { server.stop() }
        try await body(server)
    }

    private init(_ script: @escaping Script) throws {
        let listener = SocketCall.makeTCPSocket()
        guard listener >= 0 else { throw Self.failure() }
        let result = SocketCall.withLoopbackAddress(port: 0) { bind(listener, $0, $1) }
        guard result == 0, listen(listener, 16) == 0, let port = SocketCall.port(of: listener) else {
            let failure = Self.failure()
            close(listener)
            throw failure
        }
        (self.script, self.listener, self.port) = (script, listener, port)
        DispatchQueue(label: "waiter.lesson.listener").async { [self] in accept() }
    }

    private static func failure() -> CommandFailure {
        CommandFailure(.failure, "cannot start the lesson server", place: systemMessage(errno), kind: "lesson")
    }

    /// The base URL for a client.
    var baseURL: String { "http://127.0.0.1:\(port)/v1" }

    /// All exchanges recorded so far, in request order.
    var exchanges: [LessonExchange] { state.withLock { $0.exchanges } }

    /// The number of connections accepted so far.
    var connections: Int { state.withLock { $0.connections } }

    /// Stops listening and closes all connections.
    private func stop() {
        state.withLock { state in
            state.isStopped = true
            // On Linux, this call makes the system refuse new connections immediately. On other systems, new
            // connections are refused when the socket is closed.
            shutdown(listener, Int32(SHUT_RDWR))
            for connection in state.open { shutdown(connection, Int32(SHUT_RDWR)) }
        }
    }

    private func accept() {
        defer { close(listener) }
        while !state.withLock({ $0.isStopped }) {
            var poller = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
            guard poll(&poller, 1, Self.pollInterval) > 0 else { continue }
            let connection = WaiterPlatform.accept(listener, nil, nil)
            guard connection >= 0 else { continue }
            SocketCall.prepare(connection)
            let isStopped = state.withLock { state in
                state.connections += 1
                state.open.insert(connection)
                return state.isStopped
            }
            if isStopped { shutdown(connection, Int32(SHUT_RDWR)) }
            DispatchQueue(label: "waiter.lesson.connection").async { [self] in serve(connection) }
        }
    }

    private func serve(_ descriptor: Int32) {
        var connection = LessonConnection(descriptor)
        while let request = connection.nextRequest() {
            // The exchange is recorded before the response is written, so that the exchange is available when the
            // client receives the response.
            let number = state.withLock { $0.exchanges.count }
            let reply = script(request, number)
            state.withLock { $0.exchanges.append(LessonExchange(request: request, reply: reply)) }
            guard connection.write(reply) else { break }
        }
        _ = state.withLock { $0.open.remove(descriptor) }
        close(descriptor)
    }
}
