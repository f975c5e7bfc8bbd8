internal import Foundation
internal import Synchronization
internal import WaiterPlatform

/// A loopback server that runs a script for each request. A script can send arbitrary bytes, split them at any
/// position, and end the connection in any way.
///
/// Use the server to test how a client behaves over a real socket when a server or the network misbehaves:
///
/// ```swift
/// let server = try FaultServer { _, number in
///     number == 0 ? [.response("busy", status: "503 Service Unavailable")] : [.response(completion)]
/// }
/// let client = try OpenAI(configuration: .init(apiKey: APIKey("sk-test"), baseURL: BaseURL(server.address + "/v1")))
/// let answer = try await client.chat.completions.create(request)  // after one retry
/// #expect(server.requests.count == 2)
/// ```
///
/// The server uses blocking sockets on its own threads, so what the client observes depends only on the script. The
/// server stops when it is released.
public final class FaultServer: Sendable {
    private struct State {
        var requests: [Request] = []
        var interruptedRequests: [Request] = []
        var connections = 0
        var open: Set<Int32> = []
        var isStopped = false
    }

    private let state = Mutex(State())
    private let listener: Int32
    private let onAccept: @Sendable (Int) -> [Step]
    private let bodyReading: @Sendable (Request) -> BodyReading
    private let script: @Sendable (Request, Int) -> [Step]

    /// The port on 127.0.0.1.
    public let port: Int

    /// Starts a server.
    ///
    /// - Parameters:
    ///   - onAccept: A closure that returns the steps to run on a new connection before a request is read. Connections
    ///     are numbered from 0.
    ///   - bodyReading: A closure that receives the head of a request and returns the policy for reading its body.
    ///   - script: A closure that returns the steps for a request. Requests are numbered from 0 across all connections.
    ///     The connection stays open for the next request, unless a step closes it.
    /// - Throws: `SocketError` if no port can be bound.
    public init(
        onAccept: @escaping @Sendable (Int) -> [Step] = { _ in [] },
        bodyReading: @escaping @Sendable (Request) -> BodyReading = { _ in .store },
        script: @escaping @Sendable (Request, Int) -> [Step]
    ) throws {
        self.onAccept = onAccept
        self.bodyReading = bodyReading
        self.script = script
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

    /// The server's URL, `http://127.0.0.1:PORT`.
    public var address: String { "http://127.0.0.1:\(port)" }

    /// All requests, in order. Each request is recorded after its body has been read.
    public var requests: [Request] { state.withLock(\.requests) }

    /// The requests whose bodies were shorter than declared. Each request contains the part of its body that was
    /// received.
    public var interruptedRequests: [Request] { state.withLock(\.interruptedRequests) }

    /// The number of accepted connections.
    public var connections: Int { state.withLock(\.connections) }

    /// The number of currently open connections.
    public var openConnections: Int { state.withLock(\.open.count) }

    /// Stops listening and closes all connections.
    public func stop() {
        // The sockets are shut down while the lock is held. Otherwise, a connection's thread could close its descriptor
        // first, and the descriptor's number could be reused for another socket.
        state.withLock { state in
            guard !state.isStopped else { return }
            state.isStopped = true
            Socket.shutDown(listener)
            for connection in state.open { Socket.shutDown(connection) }
        }
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
        while var request = reader.nextHead() {
            let end = reader.readBody(of: &request, bodyReading(request))
            let number = state.withLock { [request] state -> Int? in
                if end == .interrupted {
                    state.interruptedRequests.append(request)
                    return nil
                }
                state.requests.append(request)
                return state.requests.count - 1
            }
            guard let number, play(script(request, number), on: connection), end == .complete else { return }
        }
    }

    /// Runs steps. Returns `false` if the connection should be closed.
    private func play(_ steps: [Step], on connection: Int32) -> Bool {
        for step in steps {
            switch step {
            case .bytes(let bytes): if !Socket.write(bytes[...], to: connection) { return false }
            case .file(let file, let range):
                guard file.forEachChunk(of: range, { Socket.write($0, to: connection) }) else { return false }
            case .steps(let steps): if !play(steps, on: connection) { return false }
            case .wait(let gate): gate.waitBlocking()
            case .open(let gate): gate.open()
            case .close: return false
            case .reset:
                Socket.makeCloseReset(connection)
                return false
            case .halfClose: Socket.shutDownWriting(connection)
            case .stall:
                Socket.drain(connection)
                return false
            case .pause(let duration):
                Thread.sleep(forTimeInterval: max(0, duration / .seconds(1)))
            case .forever(let steps):
                while play(steps, on: connection) {}
                return false
            }
        }
        return true
    }
}
