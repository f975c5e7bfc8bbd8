internal import Synchronization
internal import Waiter
internal import WaiterPlatform

/// The connection to a server. It is opened on demand, and reopened if it is lost.
actor MCPSession {
    /// An open connection with the negotiated protocol.
    struct Link: Sendable {
        let connection: any MCPConnection
        let agreement: Handshake.Agreement
        /// The generation of the connection. Tools that were listed over an earlier connection must be compared with a
        /// new list.
        let generation: Int
        let subscription: ToolSubscription?

        func close() async {
            subscription?.cancel()
            await connection.close()
        }
    }

    private let server: MCPServer
    private let options: MCPOptions
    private let clock: any Clock<Duration>
    private let callClock: CallClock
    private let onNotification: NotificationHandler
    private let ids = Mutex<Int64>(0)
    private var link: Link?
    /// The connection attempt in progress. All callers that need a connection wait for this attempt.
    private var attempt: Task<Link, any Error>?
    private var generation = 0
    private var isClosed = false

    init(
        _ server: MCPServer,
        _ options: MCPOptions,
        clock: any Clock<Duration>,
        callClock: CallClock,
        onNotification: @escaping NotificationHandler
    ) {
        self.server = server
        self.options = options
        self.clock = clock
        self.callClock = callClock
        self.onNotification = onNotification
    }

    deinit {
        attempt?.cancel()
        link?.subscription?.cancel()
    }

    /// Returns the ID of a new request.
    nonisolated func nextID() -> Int64 {
        ids.withLock { id in
            id += 1
            return id
        }
    }

    /// Returns the open connection. If no connection is open, opens one first.
    func connected() async throws -> Link {
        if isClosed { throw MCPError(.closed, server: server.name, "the client was shut down") }
        if let link, link.connection.isOpen { return link }
        if attempt == nil {
            let lost = link
            link = nil
            guard generation <= options.limits.restarts else {
                throw MCPError(.exited, server: server.name, "gave up after losing the connection \(generation) times")
            }
            generation += 1
            attempt = Task { [generation] in
                await lost?.close()
                return try await connect(generation)
            }
        }
        return try await joined()
    }

    /// Waits for the connection attempt in progress. If a caller is cancelled, the attempt is also cancelled, and the
    /// other callers begin a new attempt.
    private func joined() async throws -> Link {
        guard let attempt else { throw CancellationError() }
        let result = await withTaskCancellationHandler {
            await attempt.result
        } onCancel: {
            attempt.cancel()
        }
        // Another caller might already have detected the end of this attempt and begun the next attempt.
        if self.attempt == attempt {
            self.attempt = nil
            if case .success(let opened) = result, !isClosed { link = opened }
        }
        try Task.checkCancellation()
        // The attempt was cancelled by another caller.
        if case .failure(let error) = result, error is CancellationError { return try await connected() }
        return try result.get()
    }

    private func connect(_ generation: Int) async throws -> Link {
        do {
            return try await connect(generation, discovers: options.discovers)
        } catch let error as MCPError where options.discovers && server.isProgram && error.code == .exited {
            // Some older programs exit if they receive a request before `initialize`.
            return try await connect(generation, discovers: false)
        }
    }

    private func connect(_ generation: Int, discovers: Bool) async throws -> Link {
        let acknowledged = AsyncStream<Void>.makeStream()
        let connection = try open { [onNotification] method, params in
            if method == ToolSubscription.acknowledgement { acknowledged.continuation.finish() }
            onNotification(method, params)
        }
        let (name, limit) = (server.name, options.timeouts.connect)
        let handshake = Handshake(
            connection: connection,
            server: name,
            isProgram: server.isProgram,
            timeouts: options.timeouts,
            clock: callClock,
            nextID: { [self] in nextID() }
        )
        do {
            let agreement = try await ActivityDeadline.run(callClock, limit: limit) { limit in
                MCPError(.timeout, server: name, "the handshake did not complete within \(limit.shortText)")
            } _: {
                try await handshake.run(discovers: discovers)
            }
            var subscription: ToolSubscription?
            if agreement.offersSubscription {
                subscription = await ToolSubscription.begin(
                    over: connection,
                    request: RPCRequest(
                        id: nextID(),
                        method: .listen,
                        params: ["notifications": ["toolsListChanged": true]],
                        era: agreement.era
                    ),
                    clock: callClock,
                    acknowledged: acknowledged,
                    limit: options.timeouts.discovery
                )
            }
            return Link(
                connection: connection,
                agreement: agreement,
                generation: generation,
                subscription: subscription
            )
        } catch {
            await connection.close()
            throw error
        }
    }

    private func open(onNotification: @escaping NotificationHandler) throws -> any MCPConnection {
        switch server.route {
        case .program(let command):
            return StdioConnection(
                command,
                server: server.name,
                options: options,
                clock: clock,
                onNotification: onNotification
            )
        case .http(let endpoint, let transport):
            do {
                return try HTTPConnection(
                    endpoint,
                    server: server.name,
                    transport: transport,
                    options: options,
                    clock: callClock,
                    onNotification: onNotification
                )
            } catch let error as OpenAIError {
                throw MCPError(.configuration, server: server.name, error.message)
            }
        }
    }

    /// Closes the connection. Later requests fail.
    func close() async {
        isClosed = true
        if let attempt {
            attempt.cancel()
            if case .success(let opened) = await attempt.result { await opened.close() }
        }
        let open = link
        link = nil
        await open?.close()
    }
}
