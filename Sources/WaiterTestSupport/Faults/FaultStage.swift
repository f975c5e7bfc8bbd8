internal import Foundation
public import Logging
internal import Synchronization
public import Waiter

/// Plays rows of the matrix through the real transport.
///
/// The clock stands still but where a row needs it, so that no row waits for time to pass, and none depends on how fast
/// the machine is.
public final class FaultStage: Sendable {
    /// What a caller got.
    public struct Outcome: Sendable {
        /// The text that had arrived.
        public var text = ""
        /// The answer, or what an error keeps of it.
        public var completion: ChatCompletion?
        /// What the call threw.
        public var error: (any Error)?
        /// How many attempts an answer took.
        public var attempts: Int?
    }

    /// What became of a row.
    public struct Report: Sendable {
        /// What is not as it should be.
        public var complaints: [String] = []
        /// Everything that a program could have written about it; only when there is a logger.
        public var written: [String] = []
    }

    private struct State {
        var requests: [Int: Int] = [:]
        var moments: [Int: Fault.Moment] = [:]
        var notices: [RetryNotice] = []
        var written: [String] = []
    }

    /// The row.
    public let fault: Fault
    /// The server of the row.
    public let server: FaultServer
    /// The client.
    public let client: OpenAI
    private let elsewhere: FaultServer
    private let closedPort: ClosedPort
    private let clock: ManualClock
    private let isRecording: Bool
    /// Opened when a response's head has come, in rows whose deadline could otherwise pass before that.
    private let headHasCome = Gate()
    private let state: StateBox

    /// What server and client share.
    private final class StateBox: Sendable {
        let value = Mutex(State())

        func moment(_ variant: Int, elsewhere: String, counts: Bool) -> Fault.Moment {
            value.withLock { state in
                var moment = state.moments[variant] ?? Fault.Moment(variant: variant, elsewhere: elsewhere)
                state.moments[variant] = moment
                moment.attempt = state.requests[variant, default: 0]
                if counts { state.requests[variant] = moment.attempt + 1 }
                return moment
            }
        }
    }

    /// For ever, as far as deadlines are concerned.
    private static let never = Duration.seconds(300_000_000)
    private static let healthy = -1
    /// Tests run all at once; with all their descriptors open at a time a row would take as long as all of them.
    private static let slots = Slots(8)

    private init(_ fault: Fault, logger: Logger?, transport: (AsyncHTTPClientTransport) -> Void) throws {
        self.fault = fault
        isRecording = logger != nil
        let state = StateBox()
        self.state = state
        let clock = ManualClock()
        self.clock = clock
        let elsewhere = try FaultServer { _, _ in [FaultWire.whole(FaultWire.completion)] }
        self.elsewhere = elsewhere
        let address = elsewhere.address
        server = try FaultServer(
            onAccept: { _ in fault.greeting?(state.moment(0, elsewhere: address, counts: false)) ?? [] },
            script: { request, _ in
                let variant = request.headers["x-variant"].flatMap { Int($0) } ?? 0
                if variant == Self.healthy { return [FaultWire.whole(FaultWire.completion)] }
                return fault.script(state.moment(variant, elsewhere: address, counts: true))
            }
        )
        closedPort = try ClosedPort()
        var configuration = try OpenAI.Configuration(
            apiKey: APIKey(FaultWire.key),
            baseURL: BaseURL(fault.baseURL(of: server, or: closedPort)),
            timeouts: OpenAI.Timeouts(connect: Self.never, idle: Self.never, total: Self.never),
            maxConnections: 1,
            logger: logger,
            clock: clock
        )
        configuration.retry.onRetry = { notice in state.value.withLock { $0.notices.append(notice) } }
        switch fault.passes {
        case .connect?: configuration.timeouts.connect = .seconds(10)
        case .firstContent?: configuration.timeouts.firstContent = .seconds(60)
        case .idle?: configuration.timeouts.idle = .seconds(60)
        case .total?:
            configuration.timeouts.total = .seconds(60)
            configuration.middlewares = [HeadWatcher(gate: headHasCome)]
        default: break
        }
        fault.configure(&configuration)
        let made = try AsyncHTTPClientTransport(configuration: configuration)
        transport(made)
        client = try OpenAI(configuration: configuration, transport: made)
    }

    // MARK: A row

    /// Plays a row, and looks for what it leaves behind.
    ///
    /// - Parameter most: How many variants are played of a row that has more.
    public static func play(_ fault: Fault, logger: Logger? = nil, most: Int = .max) async throws -> Report {
        await slots.acquire()
        defer { slots.release() }
        weak var transport: AsyncHTTPClientTransport?
        var stage: FaultStage? = try FaultStage(fault, logger: logger) { transport = $0 }
        guard let server = stage?.server, let clock = stage?.clock, let elsewhere = stage?.elsewhere else {
            return Report()
        }
        var report = try await stage?.report(most: most) ?? Report()
        stage = nil
        for (isGone, complaint) in [
            ({ transport == nil }, "a task is left that holds the client"),
            ({ clock.sleepers == 0 }, "a task is left that sleeps"),
            ({ server.openConnections <= fault.halfMade }, "a connection is left"),
            ({ OpenSockets.connected(toPort: server.port) <= fault.halfMade }, "a descriptor is left"),
            ({ elsewhere.connections == 0 }, "another origin was asked"),
        ] where await !happens(isGone) { report.complaints.append(complaint) }
        return report
    }

    private func report(most: Int) async throws -> Report {
        var report = Report()
        if let scenario = fault.scenario {
            report.complaints = try await scenario(self)
        } else {
            for variant in stride(from: 0, to: fault.variants, by: max(1, fault.variants / most)) {
                let ending = fault.ending(variant)
                let outcome = await call(variant)
                let requests = requestCount(variant)
                var complaints = ending.complaints(about: outcome)
                if !ending.requests.contains(requests) { complaints.append("\(requests) requests") }
                report.complaints += complaints.map { fault.variants > 1 ? "variant \(variant): \($0)" : $0 }
            }
            if let complaint = await complaintAfterwards() { report.complaints.append(complaint) }
        }
        write(client)
        for notice in state.value.withLock(\.notices) { write(notice) }
        report.written = state.value.withLock(\.written)
        return report
    }

    /// How often the server was asked, or at least met, for a variant.
    private func requestCount(_ variant: Int) -> Int {
        switch fault.address {
        case .closedPort, .unknownHost: fault.ending(variant).attempts
        case .serverWithTLS: server.connections
        case .server:
            max(state.value.withLock { $0.requests[variant] ?? 0 }, fault.greeting != nil ? server.connections : 0)
        }
    }

    /// Whatever happened, the next call finds its connection; the client has room for one.
    private func complaintAfterwards() async -> String? {
        guard case .server = fault.address, fault.greeting == nil else { return nil }
        let outcome = await outcome(of: Self.healthy, streamed: false)
        return outcome.text == "Hello"
            ? nil : "the next call gets '\(outcome.text)', \(String(describing: outcome.error))"
    }

    // MARK: A call

    /// Makes the call of the row.
    public func call(_ variant: Int) async -> Outcome {
        await outcome(of: variant, streamed: fault.isStreamed)
    }

    /// What the script of a variant knows, and its gates.
    public func moment(_ variant: Int) -> Fault.Moment {
        state.moment(variant, elsewhere: elsewhere.address, counts: false)
    }

    private final class Progress: Sendable {
        let outcome = Mutex(Outcome())
    }

    private func outcome(of variant: Int, streamed: Bool) async -> Outcome {
        let moment = moment(variant)
        let progress = Progress()
        let start = Gate()
        let call = Task {
            await start.wait()
            try await ask(moment, streamed: streamed, progress)
        }
        let cancels = variant == Self.healthy ? nil : fault.cancels
        if case .beforeTheCall? = cancels { call.cancel() }
        start.open()
        let driver = fault.scenario == nil ? Task { await drive(moment) } : nil
        // Nobody shall wait for what cannot come any more.
        let release = Task {
            _ = await call.result
            moment.reached.open()
            moment.arrived.open()
            headHasCome.open()
        }
        switch cancels {
        case .whenReached?:
            await moment.reached.wait()
            call.cancel()
        case .whenArrived?:
            await moment.arrived.wait()
            call.cancel()
        default: break
        }
        let result = await call.result
        call.cancel()
        driver?.cancel()
        await driver?.value
        await release.value
        var outcome = progress.outcome.withLock { $0 }
        if case .failure(let error) = result {
            outcome.error = error
            write(error)
        }
        return outcome
    }

    private func ask(_ moment: Fault.Moment, streamed: Bool, _ progress: Progress) async throws {
        let isHealthy = moment.variant == Self.healthy
        let never = OpenAI.Timeouts(
            connect: Self.never,
            firstContent: Self.never,
            idle: Self.never,
            total: Self.never
        )
        let options = RequestOptions(
            headers: ["x-variant": "\(moment.variant)"],
            timeouts: isHealthy ? never : OpenAI.Timeouts()
        )
        let request = ChatCompletionRequest(model: "m", messages: [.user("hi")])
        if streamed { return try await read(request, options, progress, moment) }
        let raw: APIResponse<ChatCompletion>
        do {
            raw = try await client.send(.chatCompletion(request), options: options)
        } catch let error as OpenAIError {
            // What a server wrote before it failed stands in the error alone.
            progress.outcome.withLock { $0.text = error.completion?.text ?? "" }
            throw error
        }
        progress.outcome.withLock { outcome in
            outcome.text = raw.value.text
            outcome.completion = raw.value
            outcome.attempts = raw.head.attempts
        }
    }

    private func read(
        _ request: ChatCompletionRequest,
        _ options: RequestOptions,
        _ progress: Progress,
        _ moment: Fault.Moment
    ) async throws {
        let expected = fault.ending(moment.variant).text
        let stream = try await client.chat.completions.stream(request, options: options)
        var accumulator = ChatCompletionAccumulator()
        for try await chunk in stream {
            accumulator.append(chunk)
            let completion = accumulator.completion
            progress.outcome.withLock { outcome in
                outcome.text = completion.text
                outcome.completion = completion
                outcome.attempts = stream.head.attempts
            }
            if completion.text == expected { moment.arrived.open() }
        }
    }

    // MARK: Time

    /// Moves the clock on while a pause or a deadline is to pass.
    private func drive(_ moment: Fault.Moment) async {
        if moment.variant == Self.healthy {
            // The end of a body that nobody reads any more is waited for a second.
            while !Task.isCancelled {
                clock.advance(by: .seconds(1))
                try? await Task.sleep(for: .milliseconds(1))
            }
        }
        if fault.cancels != nil { return }
        if fault.passes == .total { await headHasCome.wait() }
        var hasArrived = fault.ending(moment.variant).text.isEmpty || !fault.isStreamed
        while !Task.isCancelled {
            if !hasArrived, fault.passes != nil {
                await moment.arrived.wait()
                hasArrived = true
            }
            if fault.passes != nil {
                if server.connections > 0 { clock.advance(by: .seconds(1)) }
            } else if let delay = state.value.withLock({ $0.notices.last?.delay }) {
                clock.advance(by: delay)
            }
            try? await Task.sleep(for: .milliseconds(1))
        }
    }

    // MARK: What is written

    private func write(_ value: some Any) {
        guard isRecording else { return }
        var dumped = ""
        dump(value, to: &dumped)
        var texts = ["\(value)", String(reflecting: value), String(describing: value), "\([value])", dumped]
        if let error = value as? any Error { texts.append(error.localizedDescription) }
        state.value.withLock { [texts] in $0.written += texts }
    }

    /// Waits until something that other threads do has happened; false after ten seconds.
    private static func happens(_ condition: () -> Bool) async -> Bool {
        let end = ContinuousClock.now + .seconds(10)
        while !condition() {
            if ContinuousClock.now > end { return false }
            try? await Task.sleep(for: .milliseconds(1))
        }
        return true
    }
}

/// Says when the head of a response has come.
private struct HeadWatcher: ClientMiddleware {
    let gate: Gate

    func intercept(
        _ request: TransportRequest,
        context: CallContext,
        next: @Sendable (TransportRequest) async throws -> TransportResponse
    ) async throws -> TransportResponse {
        let response = try await next(request)
        gate.open()
        return response
    }
}

extension Fault {
    /// How many connections are left that were never made: the HTTP stack gives up on them by its own bound, a minute.
    var halfMade: Int {
        guard case .serverWithTLS = address else { return 0 }
        return passes == .connect || cancels != nil ? 1 : 0
    }

    /// Where the client is sent.
    public func baseURL(of server: FaultServer, or closedPort: ClosedPort) -> String {
        switch address {
        case .server: server.address + "/v1"
        case .closedPort: closedPort.address + "/v1"
        case .serverWithTLS: "https://127.0.0.1:\(server.port)/v1"
        // A label longer than 63 letters is no name.
        case .unknownHost: "https://\(String(repeating: "a", count: 64)).invalid/v1"
        }
    }
}
