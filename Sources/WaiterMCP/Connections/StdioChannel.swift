internal import Synchronization
internal import Waiter

/// A bidirectional message channel to a program. The channel is shared by the requests and by the task that runs the
/// program.
final class StdioChannel: Sendable {
    /// The maximum number of messages in the write queue. If a server sends requests but does not read the answers, the
    /// queue becomes full and the connection is closed.
    private static let queueLength = 256
    /// The maximum number of lines on standard output that are not messages. Many servers print a few such lines when
    /// they start.
    private static let strayLines = 1000

    /// The messages to write, each with its line terminator.
    let outgoing: AsyncStream<[UInt8]>
    /// A stream that ends when the connection should be closed.
    let closing: AsyncStream<Void>
    private let queue: AsyncStream<[UInt8]>.Continuation
    private let closer: AsyncStream<Void>.Continuation
    private let state = Mutex(StdioState())
    private let server: String
    private let limits: MCPOptions.Limits
    private let onNotification: NotificationHandler

    init(server: String, limits: MCPOptions.Limits, onNotification: @escaping NotificationHandler) {
        self.server = server
        self.limits = limits
        self.onNotification = onNotification
        (outgoing, queue) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.queueLength))
        (closing, closer) = AsyncStream.makeStream()
    }

    // MARK: Requests

    /// Sends a request and waits for the response. See `MCPConnection`.
    func send(_ request: RPCRequest, activity: Activity) async throws -> RPCResponse {
        let id = request.id
        defer { state.withLock { $0.forget(id) } }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let (isAdded, action) = state.withLock { $0.add(id, continuation, activity) }
                perform(action)
                if isAdded { write(request.bytes) }
            }
        } onCancel: {
            let (isPending, action) = state.withLock { $0.cancel(id) }
            perform(action)
            if isPending, request.isCancellable {
                write(RPCMessage.notification("notifications/cancelled", ["requestId": .integer(id)]))
            }
        }
    }

    /// Queues a message.
    func write(_ message: [UInt8]) {
        if case .dropped = queue.yield(message + [0x0A]) { fail(.connection, "the server is not reading its input") }
    }

    /// Requests that the connection be closed.
    func close() {
        state.withLock { $0.note(MCPError(.closed, server: server, "the client was shut down")) }
        queue.finish()
        closer.finish()
    }

    var isOpen: Bool { state.withLock { $0.end == nil } }

    // MARK: The program

    /// Appends a chunk of standard error.
    func append(errors chunk: UnsafeRawBufferPointer) {
        state.withLock { $0.append(errors: chunk) }
    }

    /// Reads messages until the output ends or violates the protocol.
    func read(_ output: some AsyncSequence<[UInt8], any Error>) async {
        var lines = LineBuffer(limit: limits.messageBytes)
        var stray = 0
        do {
            for try await chunk in output {
                chunk.withUnsafeBytes { lines.append($0) }
                while let line = try lines.next() {
                    guard line.contains(where: { $0 > 0x20 }) else { continue }
                    if let message = RPCMessage(line) {
                        receive(message)
                    } else {
                        stray += 1
                        guard stray <= Self.strayLines else {
                            return fail(.invalidMessage, "standard output contains text that is not a protocol message")
                        }
                    }
                }
            }
        } catch is LineBuffer.TooLong {
            fail(.tooLarge, "a message exceeds \(limits.messageBytes) bytes")
        } catch {
            // A read error on the pipe is treated as the end of the output.
        }
    }

    private func receive(_ message: RPCMessage) {
        switch message {
        case .response(let id, let response):
            if let id { perform(state.withLock { $0.respond(id, response) }) }
        case .request(let id, let method):
            write(RPCMessage.answer(to: method, id: id))
        case .notification(let method, let params):
            if let id = params["progressToken"]?.intValue {
                state.withLock { $0.activity(of: Int64(id)) }?.note()
            }
            onNotification(method, params)
        }
    }

    /// Records the reason for ending the connection and then ends it.
    private func fail(_ code: MCPError.Code, _ message: String) {
        state.withLock { $0.note(MCPError(code, server: server, message)) }
        queue.finish()
        closer.finish()
    }

    /// Ends all requests after the program has exited. A previously recorded reason takes precedence over the given
    /// one.
    func finish(_ code: MCPError.Code, _ message: String) {
        queue.finish()
        let actions = state.withLock { state in
            let details = state.errors.text
            var error = MCPError(code, server: server, message, details: details)
            // The last line that a program writes to standard error almost always describes the failure.
            if let line = details.split(separator: "\n").last { error.message += ": " + PlainText.line(String(line)) }
            return state.finish(error)
        }
        for action in actions { perform(action) }
    }

    private func perform(_ action: StdioState.Action) {
        switch action {
        case .none: break
        case .resume(let waiter, let result): waiter.resume(with: result)
        }
    }
}
