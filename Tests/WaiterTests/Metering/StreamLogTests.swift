import Logging
import Synchronization
import Testing
import Waiter
import WaiterTestSupport

/// The task-local value that a server sets for each of its requests.
enum RequestScope {
    @TaskLocal static var id = "none"
}

@Suite("Logs and task-local values", .timeLimit(.minutes(10)))
struct StreamLogTests {
    private struct Recorder: LogHandler {
        struct Line: Sendable {
            var level: Logger.Level
            var message: String
            var metadata: Logger.Metadata
            var scope: String
        }

        final class Lines: Sendable {
            private let list = Mutex<[Line]>([])
            var all: [Line] { list.withLock { $0 } }
            func add(_ line: Line) { list.withLock { $0.append(line) } }
        }

        let lines: Lines
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.add(
                Line(
                    level: event.level,
                    message: "\(event.message)",
                    metadata: event.metadata ?? [:],
                    scope: RequestScope.id
                )
            )
        }
    }

    private func client(
        _ model: ScriptedTransport,
        _ lines: Recorder.Lines,
        level: Logger.Level = .debug,
        clock: ManualClock = ManualClock(skipsPauses: true),
        meter: (any CallMeter)? = nil,
        middlewares: [any ClientMiddleware] = []
    ) throws -> OpenAI {
        try model.client(clock: clock, meter: meter) {
            $0.logger = Logger(label: "test") { _ in Recorder(lines: lines, logLevel: level) }
            $0.middlewares = middlewares
        }
    }

    @Test("At the end of a stream, a line is logged with duration, time to first token, tokens and outcome")
    func line() async throws {
        let (lines, clock) = (Recorder.Lines(), ManualClock(skipsPauses: true))
        let client = try client(.answers(.stream("a", "b")), lines, clock: clock)
        var request = Harness.request
        request.streamOptions = StreamOptions(includeUsage: true)
        for try await chunk in try await client.chat.completions.stream(request)
        where chunk.choices.first?.delta.content == "a" {
            clock.advance(by: .seconds(2))
        }
        let end = try #require(lines.all.last)
        #expect(end.message == "stream ended" && end.level == .debug)
        #expect(end.metadata["operation"] == "chat.completions.stream" && end.metadata["outcome"] == "complete")
        #expect(end.metadata["model"] == "m" && end.metadata["output_tokens"] == "2")
        #expect(end.metadata["duration"] == "2.0 seconds" && end.metadata["first_token"] == "0.0 seconds")
        #expect(lines.all.count { $0.message == "stream ended" } == 1)
    }

    @Test("A truncated stream is logged as such; complete answers, errors and other levels have no such line")
    func otherEnds() async throws {
        let lines = Recorder.Lines()
        let cut = try client(.answers(.cut(after: 2)), lines)
        await #expect(throws: OpenAIError.self) {
            for try await _ in try await cut.chat.completions.stream(Harness.request) {}
        }
        #expect(lines.all.last?.metadata["outcome"] == "truncated")
        #expect(lines.all.last?.metadata["error"] == "streamTruncated")

        let others = Recorder.Lines()
        _ = try await client(.answers("a"), others).chat.completions.create(Harness.request)
        _ = try? await client(.answers(.status(401)), others).chat.completions.stream(Harness.request)
        for try await _ in try await client(.answers("a"), others, level: .info).chat.completions.stream(
            Harness.request
        ) {}
        #expect(!others.all.contains { $0.message == "stream ended" })
    }

    @Test("Logging requests no usage, and does not change the request")
    func unchanged() async throws {
        let model = ScriptedTransport.answers(.stream("a"))
        let client = try client(model, Recorder.Lines())
        for try await _ in try await client.chat.completions.stream(Harness.request) {}
        #expect(model.requests.count == 1 && !model.requests[0].text.contains("stream_options"))
    }

    @Test("Task-local values reach middleware, meters and the log, including on retries and at the end of a stream")
    func taskLocals() async throws {
        struct Spy: ClientMiddleware, CallMeter, AttemptRecord {
            let seen: Recorder.Lines
            func add(_ name: String) {
                seen.add(.init(level: .debug, message: name, metadata: [:], scope: RequestScope.id))
            }
            func intercept(
                _ request: TransportRequest,
                context: CallContext,
                next: @Sendable (TransportRequest) async throws -> TransportResponse
            ) async throws -> TransportResponse {
                add("middleware")
                return try await next(request)
            }
            func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)? {
                add("begin")
                return self
            }
            func end(_ outcome: AttemptOutcome) { add("end") }
        }
        let (lines, spied) = (Recorder.Lines(), Recorder.Lines())
        let spy = Spy(seen: spied)
        let model = ScriptedTransport.answers(.status(500), .stream("a"), .stream("a"))
        let client = try client(model, lines, meter: spy, middlewares: [spy])
        try await RequestScope.$id.withValue("r1") {
            for try await _ in try await client.chat.completions.stream(Harness.request) {}
        }
        #expect(spied.all.map(\.message) == ["begin", "middleware", "end", "begin", "middleware", "end"])
        #expect((spied.all + lines.all).allSatisfy { $0.scope == "r1" })
        #expect(lines.all.contains { $0.message == "stream ended" } && lines.all.contains { $0.message == "retrying" })
        try await RequestScope.$id.withValue("r2") {
            for try await _ in try await client.chat.completions.stream(Harness.request) { break }
        }
        #expect(lines.all.last?.scope == "r2" && lines.all.last?.metadata["outcome"] == "cancelled")
    }
}
