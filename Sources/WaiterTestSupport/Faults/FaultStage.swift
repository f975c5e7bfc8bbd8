internal import Foundation
public import Logging
internal import Synchronization
public import Waiter

/// Runs rows of the fault matrix with the real transport.
///
/// The clock is manual and advances only when a row requires it. Therefore, no row waits in real time or depends on the
/// speed of the machine.
public final class FaultStage: Sendable {
    /// The result of a call.
    public struct Outcome: Sendable {
        /// The text received.
        public var text = ""
        /// The answer or the partial answer attached to an error.
        public var completion: ChatCompletion?
        /// The error thrown by the call.
        public var error: (any Error)?
        /// The number of attempts needed for the answer.
        public var attempts: Int?
    }

    /// The result of running a row.
    public struct Report: Sendable {
        /// The failed expectations.
        public var complaints: [String] = []
        /// All text that a program could have logged or printed. The text is recorded only if there is a logger.
        public var written: [String] = []
    }

    private struct State {
        var requests: [Int: Int] = [:]
        var moments: [Int: Fault.Moment] = [:]
        var notices: [RetryNotice] = []
        var written: [String] = []
    }

    /// The row being run.
    public let fault: Fault
    /// The row's server.
    public let server: FaultServer
    /// The row's client.
    public let client: OpenAI
    private let elsewhere: FaultServer
    private let closedPort: ClosedPort
    /// The local ports of other tests' sockets that are still connected to an earlier server with the same port as this
    /// row's server.
    private let foreignSockets: Set<Int>
    private let clock: ManualClock
    private let isRecording: Bool
    /// A gate that opens when a response head arrives. It is used for rows whose deadline could otherwise expire before
    /// the response head arrives.
    private let headHasCome = Gate()
    private let state: StateBox

    /// The state shared by the server and the client.
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

    /// A duration longer than any deadline in the matrix.
    private static let never = Duration.seconds(300_000_000)
    private static let healthy = -1
    /// A limit on the number of concurrent rows. Without the limit, the descriptors of all tests would be open at the
    /// same time, and each row would take as long as all of the rows together.
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
        foreignSockets = OpenSockets.localPorts(connectedTo: server.port)
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

    /// Runs a row and checks that it leaves no tasks, connections or descriptors behind.
    ///
    /// - Parameters:
    ///   - fault: The row to run.
    ///   - logger: A logger for the client. If it is set, the report records all output.
    ///   - most: The maximum number of variants to run.
    /// - Returns: The failed expectations and the recorded output.
    /// - Throws: `SocketError` or an `OpenAIError` if the server or client cannot be created, or an error thrown by the
    ///   row's scenario.
    public static func play(_ fault: Fault, logger: Logger? = nil, most: Int = .max) async throws -> Report {
        await slots.acquire()
        defer { slots.release() }
        weak var transport: AsyncHTTPClientTransport?
        var stage: FaultStage? = try FaultStage(fault, logger: logger) { transport = $0 }
        guard let server = stage?.server, let clock = stage?.clock, let elsewhere = stage?.elsewhere,
            let foreignSockets = stage?.foreignSockets
        else { return Report() }
        var report = try await stage?.report(most: most) ?? Report()
        stage = nil
        func openSockets() -> Int {
            OpenSockets.localPorts(connectedTo: server.port).subtracting(foreignSockets).count
        }
        for (isGone, complaint) in [
            ({ transport == nil }, "a task still holds the client"),
            ({ clock.sleepers == 0 }, "a task is still sleeping"),
            ({ server.openConnections <= fault.halfMade }, "a connection is still open"),
            ({ openSockets() <= fault.halfMade }, "a descriptor is still open"),
            ({ elsewhere.connections == 0 }, "another origin received a request"),
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

    /// Returns the number of requests that the server received for a variant, or the number of connections if the
    /// server does not read any request.
    private func requestCount(_ variant: Int) -> Int {
        switch fault.address {
        case .closedPort, .unknownHost: fault.ending(variant).attempts
        case .serverWithTLS: server.connections
        case .server:
            max(state.value.withLock { $0.requests[variant] ?? 0 }, fault.greeting != nil ? server.connections : 0)
        }
    }

    /// Checks that the next call succeeds over the client's only connection.
    private func complaintAfterwards() async -> String? {
        guard case .server = fault.address, fault.greeting == nil else { return nil }
        let outcome = await outcome(of: Self.healthy, streamed: false)
        return outcome.text == "Hello"
            ? nil : "the next call returned '\(outcome.text)', \(String(describing: outcome.error))"
    }

    // MARK: A call

    /// Makes the row's call for a variant.
    public func call(_ variant: Int) async -> Outcome {
        await outcome(of: variant, streamed: fault.isStreamed)
    }

    /// Returns the current moment of a variant, with its gates.
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
        // Open the gates after the call has ended so that nothing waits forever.
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
        let api = isHealthy ? .chatCompletions : fault.api
        let raw: APIResponse<ChatCompletion>
        do {
            raw = try await client.send(.chatCompletion(request, api: api), options: options)
        } catch let error as OpenAIError {
            // The partial answer is available only in the error.
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
        let operation = APIOperation.chatCompletionStream(request, api: fault.api)
        let stream = try await client.send(operation, options: options).value
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

    /// Advances the clock as long as a retry delay or a deadline is expected to expire.
    private func drive(_ moment: Fault.Moment) async {
        if moment.variant == Self.healthy {
            // When the caller stops reading a body, the client waits up to one second for the end of the body.
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

    // MARK: Recorded output

    private func write(_ value: some Any) {
        guard isRecording else { return }
        var dumped = ""
        dump(value, to: &dumped)
        var texts = ["\(value)", String(reflecting: value), String(describing: value), "\([value])", dumped]
        if let error = value as? any Error { texts.append(error.localizedDescription) }
        state.value.withLock { [texts] in $0.written += texts }
    }

    /// Waits until other threads have satisfied a condition. Returns `false` if this takes longer than ten seconds.
    private static func happens(_ condition: () -> Bool) async -> Bool {
        let end = ContinuousClock.now + .seconds(180)
        while !condition() {
            if ContinuousClock.now > end { return false }
            try? await Task.sleep(for: .milliseconds(1))
        }
        return true
    }
}

/// A middleware that opens a gate when the head of a response arrives.
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
    /// The number of half-open connections that remain. The HTTP stack closes these connections after its own timeout
    /// of one minute.
    var halfMade: Int {
        guard case .serverWithTLS = address else { return 0 }
        return passes == .connect || cancels != nil ? 1 : 0
    }

    /// Returns the base URL of the client.
    public func baseURL(of server: FaultServer, or closedPort: ClosedPort) -> String {
        switch address {
        case .server: server.address + "/v1"
        case .closedPort: closedPort.address + "/v1"
        case .serverWithTLS: "https://127.0.0.1:\(server.port)/v1"
        // DNS labels are limited to 63 octets.
        case .unknownHost: "https://\(String(repeating: "a", count: 64)).invalid/v1"
        }
    }
}
