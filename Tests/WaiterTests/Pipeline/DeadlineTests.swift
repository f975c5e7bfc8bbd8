import HTTPTypes
import Synchronization
import Testing
import Waiter
import WaiterTestSupport

@Suite("Deadlines", .timeLimit(.minutes(1)))
struct DeadlineTests {
    /// A transport that tells its progress, then waits for ever.
    private final class Waiting: Transport {
        let phase: @Sendable (TransportProgress) -> Void
        let waits = Gate()

        init(_ phase: @escaping @Sendable (TransportProgress) -> Void) { self.phase = phase }

        func send(_ request: TransportRequest, progress: TransportProgress) async throws -> TransportResponse {
            phase(progress)
            waits.open()
            try await Task.sleep(for: .seconds(86_400))
            throw CancellationError()
        }
    }

    private static let timeouts = OpenAI.Timeouts(
        connect: .seconds(3),
        firstByte: .seconds(5),
        idle: .seconds(7),
        total: .seconds(100)
    )

    private func expire(
        _ phase: @escaping @Sendable (TransportProgress) -> Void,
        after seconds: Int
    ) async throws -> OpenAIError? {
        let clock = ManualClock()
        let transport = Waiting(phase)
        let client = try OpenAI(
            configuration: .init(apiKey: APIKey(Harness.key), timeouts: Self.timeouts, clock: clock),
            transport: transport
        )
        let call = Task {
            try await client.chat.completions.create(Harness.request, options: RequestOptions(maxRetries: 0))
        }
        await transport.waits.wait()
        clock.advance(by: .seconds(seconds) - .milliseconds(1))
        clock.advance(by: .milliseconds(1))
        let result = await call.result
        return #expect(throws: OpenAIError.self) { try result.get() }
    }

    @Test("A connection that is not made in time is a timeout")
    func connect() async throws {
        let error = try await expire({ $0.isConnecting() }, after: 3)
        #expect(error?.code == .timeout)
        #expect(error?.deadline == .connect)
        #expect(error?.message == "no connection within 3 s")
    }

    @Test("A response that does not begin in time is a timeout")
    func firstByte() async throws {
        #expect(
            try await expire(
                {
                    $0.isConnecting()
                    $0.isSent()
                },
                after: 5
            )?.deadline == .firstByte
        )
    }

    @Test("Waiting for a free connection only the deadline for the whole call applies")
    func queued() async throws {
        #expect(try await expire({ $0.isQueued() }, after: 100)?.deadline == .total)
    }

    @Test("The deadline for the whole call holds in the middle of a pause, and no pause goes beyond it")
    func totalDuringPauses() async throws {
        let harness = try Harness(.status(500)) { $0.timeouts.total = .seconds(3) }
        let result = await harness.create(retries: 2, RequestOptions(maxRetries: 9))
        // 0.5 s and 1 s have passed; the next pause of 2 s would not end in time.
        let error = #expect(throws: OpenAIError.self) { try result.get() }
        #expect(error?.code == .server)
        #expect(harness.transport.requests.count == 3)
    }

    /// A stream whose bytes the test pushes.
    private struct Pushed {
        let channel = BodyChannel()
        let clock = ManualClock()
        let client: OpenAI

        init(
            _ timeouts: OpenAI.Timeouts = OpenAI.Timeouts(
                connect: .seconds(50),
                firstByte: .seconds(50),
                idle: .seconds(7),
                total: .seconds(40)
            )
        )
            throws
        {
            let channel = channel
            let transport = ScriptedTransport(
                .handle { _ in
                    TransportResponse(
                        head: HTTPResponse(status: .ok, headerFields: [.contentType: "text/event-stream"]),
                        body: ResponseBody(channel: channel)
                    )
                }
            )
            client = try OpenAI(
                configuration: .init(apiKey: APIKey(Harness.key), timeouts: timeouts, clock: clock),
                transport: transport
            )
        }

        func push(_ text: String) { _ = channel.push(Array(text.utf8)) }

        func read() -> Task<[String], any Error> {
            Task {
                var texts: [String] = []
                for try await chunk in try await client.chat.completions.stream(Harness.request) {
                    texts.append(chunk.choices.first?.delta.content ?? "")
                }
                return texts
            }
        }

        func awaited() async { await eventually { channel.isAwaited } }

        static func content(_ text: String) -> String {
            "data: {\"choices\":[{\"delta\":{\"content\":\"\(text)\"}}]}\n\n"
        }
    }

    @Test("Pings do not keep a stream alive, content does")
    func idle() async throws {
        let stream = try Pushed()
        let reading = stream.read()
        await stream.awaited()
        stream.clock.advance(by: .seconds(5))
        stream.push(": ping\n\n")
        await stream.awaited()
        stream.clock.advance(by: .milliseconds(1999))
        stream.push(Pushed.content("a"))
        await stream.awaited()
        stream.clock.advance(by: .seconds(6))
        stream.push(": ping\n\ndata: {\"object\":\"ping\"}\n\n")
        await stream.awaited()
        await eventually {
            stream.clock.sleeps.contains(.seconds(1)) || stream.clock.sleeps.contains(.milliseconds(6999))
        }
        stream.clock.advance(by: .seconds(1))
        let result = await reading.result
        let error = #expect(throws: OpenAIError.self) { try result.get() }
        #expect(error?.deadline == .idle)
        #expect(error?.completion?.choices.first?.message.content == "a")
        #expect(stream.clock.now.offset == .milliseconds(13_999))
    }

    @Test("Content that had come before the wait begins lets the idle time begin anew")
    func idleAfterBufferedPieces() async throws {
        let stream = try Pushed()
        let reading = stream.read()
        await stream.awaited()
        stream.clock.advance(by: .seconds(6))
        // A chunk, and at once a piece of its own that holds nothing: the wait after it has seven seconds again.
        stream.push(Pushed.content("a"))
        stream.push(": ping\n\n")
        await stream.awaited()
        stream.clock.advance(by: .seconds(6))
        stream.push(Pushed.content("b") + "data: [DONE]\n\n")
        #expect(try await reading.value == ["a", "b"])
    }

    @Test("The idle deadline stands still while the reader is busy, the one for the whole call does not")
    func busyReader() async throws {
        let stream = try Pushed()
        stream.push(Pushed.content("a"))
        let iterator = try await stream.client.chat.completions.stream(Harness.request).makeAsyncIterator()
        var reading = iterator
        #expect(try await reading.next()?.choices.first?.delta.content == "a")
        stream.clock.advance(by: .seconds(30))
        stream.push(Pushed.content("b"))
        #expect(try await reading.next()?.choices.first?.delta.content == "b")
        stream.clock.advance(by: .seconds(10))
        let error = await #expect(throws: OpenAIError.self) { try await reading.next() }
        #expect(error?.deadline == .total)
        #expect(error?.completion?.choices.first?.message.content == "ab")
    }

    @Test("The deadline for the whole call holds while pings arrive")
    func totalDuringPings() async throws {
        let stream = try Pushed(
            OpenAI.Timeouts(connect: .seconds(99), firstByte: .seconds(99), idle: .seconds(99), total: .seconds(10))
        )
        let reading = stream.read()
        for _ in 0..<10 {
            await stream.awaited()
            stream.clock.advance(by: .seconds(1))
            stream.push(": ping\n\n")
        }
        let result = await reading.result
        #expect(#expect(throws: OpenAIError.self) { try result.get() }?.deadline == .total)
    }

    @Test("A server that says nothing more after a whole answer loses none of it")
    func silenceAfterTheEnd() async throws {
        let stream = try Pushed()
        let reading = stream.read()
        stream.push("data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n")
        await stream.awaited()
        stream.clock.advance(by: .seconds(7))
        #expect(try await reading.value == ["a"])
    }

    @Test("The longest durations there are do no harm")
    func longest() async throws {
        let longest = Duration.seconds(Int64.max)
        let timeouts = OpenAI.Timeouts(connect: longest, firstByte: longest, idle: longest, total: longest)
        let client = try OpenAI(
            configuration: .init(apiKey: APIKey(Harness.key), timeouts: timeouts),
            transport: ScriptedTransport(.completion)
        )
        #expect(try await client.chat.completions.create(Harness.request).choices.count == 1)
    }
}
