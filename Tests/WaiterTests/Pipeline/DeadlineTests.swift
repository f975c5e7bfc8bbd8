import HTTPTypes
import Synchronization
import Testing
import Waiter
import WaiterTestSupport

@Suite("Deadlines", .timeLimit(.minutes(10)))
struct DeadlineTests {
    /// A transport that reports its progress, then waits forever.
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
        firstContent: .seconds(5),
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

    @Test("A connection that takes too long is a timeout")
    func connect() async throws {
        let error = try await expire({ $0.isConnecting() }, after: 3)
        #expect(error?.code == .timeout)
        #expect(error?.deadline == .connect)
        #expect(error?.message == "no connection within 3 s")
    }

    @Test("A call without timely content after the last byte of the request is a timeout")
    func firstContent() async throws {
        let error = try await expire(
            {
                $0.isConnecting()
                $0.isUploading()
                $0.isSent()
            },
            after: 5
        )
        #expect(error?.deadline == .firstContent)
        #expect(error?.message == "no response content within 5 s")
    }

    @Test("A server that stops reading a request runs into the idle deadline, not the content deadline")
    func upload() async throws {
        let error = try await expire(
            {
                $0.isConnecting()
                $0.isUploading()
            },
            after: 7
        )
        #expect(error?.deadline == .idle)
        #expect(error?.message == "the server accepted no data for 7 s")
    }

    @Test("The defaults are 10 s to connect, 10 min idle before content and 5 min after it, and no content deadline")
    func defaults() {
        let stream = EffectiveTimeouts(OpenAI.Timeouts(), isStream: true)
        #expect(stream.connect == .seconds(10) && stream.firstContent == nil)
        #expect(stream.idleBeforeContent == .seconds(600) && stream.idleAfterContent == .seconds(300))
        #expect(stream.total == .seconds(3600))
        #expect(EffectiveTimeouts(OpenAI.Timeouts(), isStream: false).total == .seconds(600))
        let short = EffectiveTimeouts(OpenAI.Timeouts(idle: .seconds(7)), isStream: true)
        #expect(short.idleBeforeContent == .seconds(7) && short.idleAfterContent == .seconds(7))
    }

    @Test("A call that changes one deadline keeps the client's others")
    func merged() async throws {
        let stream = try Pushed(OpenAI.Timeouts(idle: .seconds(7)))
        let reading = stream.read(RequestOptions(timeouts: OpenAI.Timeouts(total: .seconds(100))))
        stream.push(": ping\n\n")
        await stream.awaited()
        stream.clock.advance(by: .seconds(7))
        let result = await reading.result
        #expect(#expect(throws: OpenAIError.self) { try result.get() }?.deadline == .idle)
    }

    @Test("By default, a reasoning model may be idle for ten minutes, and for five after its first content")
    func thinking() async throws {
        let stream = try Pushed(OpenAI.Timeouts())
        let reading = stream.read()
        await stream.awaited()
        stream.clock.advance(by: .seconds(599))
        stream.push("data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n")
        await stream.awaited()
        stream.clock.advance(by: .seconds(599))
        stream.push("data: {\"choices\":[{\"delta\":{\"reasoning\":\"Hm.\"}}]}\n\n")
        await stream.awaited()
        stream.clock.advance(by: .seconds(299))
        stream.push(Pushed.content("a"))
        await stream.awaited()
        stream.clock.advance(by: .seconds(300))
        let result = await reading.result
        let error = #expect(throws: OpenAIError.self) { try result.get() }
        #expect(error?.deadline == .idle)
        #expect(error?.message == "no data received for 5 min")
    }

    @Test(
        "Only content ends the first-content deadline",
        arguments: [
            ": ping\n\n", "event: ping\ndata: {}\n\n", "\n", "data: {\"choices\":[{\"del",
            "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}\n\n",
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":0,\"total_tokens\":1}}\n\n",
        ]
    )
    func noContent(text: String) async throws {
        let stream = try Pushed(OpenAI.Timeouts(firstContent: .seconds(10)))
        let reading = stream.read()
        for _ in 0..<10 {
            await stream.awaited()
            stream.clock.advance(by: .seconds(1))
            stream.push(text)
        }
        let result = await reading.result
        #expect(#expect(throws: OpenAIError.self) { try result.get() }?.deadline == .firstContent)
    }

    @Test("While a call waits for a free connection, only the total deadline applies")
    func queued() async throws {
        #expect(try await expire({ $0.isQueued() }, after: 100)?.deadline == .total)
    }

    @Test("The total deadline applies during a retry delay, and no delay exceeds it")
    func totalDuringPauses() async throws {
        let harness = try Harness(.status(500)) { $0.timeouts.total = .seconds(3) }
        let result = await harness.create(retries: 2, RequestOptions(maxRetries: 9))
        // 0.5 s and 1 s have passed; the next delay of 2 s would exceed the deadline.
        let error = #expect(throws: OpenAIError.self) { try result.get() }
        #expect(error?.code == .server)
        #expect(harness.transport.requests.count == 3)
    }

    /// A stream whose bytes are pushed by the test.
    private struct Pushed {
        let channel = BodyChannel()
        let clock = ManualClock()
        let client: OpenAI

        init(
            _ timeouts: OpenAI.Timeouts = OpenAI.Timeouts(
                connect: .seconds(50),
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

        func read(_ options: RequestOptions = RequestOptions()) -> Task<[String], any Error> {
            Task {
                var texts: [String] = []
                for try await chunk in try await client.chat.completions.stream(Harness.request, options: options) {
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

    @Test("Every byte on the wire keeps a stream alive: comments, pings, or part of an event")
    func idle() async throws {
        let stream = try Pushed(OpenAI.Timeouts(idle: .seconds(7)))
        let reading = stream.read()
        for life in [": ping\n\n", "data: {\"object\":\"ping\"}\n\n", "\n", Pushed.content("a"), "data: {\"cho"] {
            await stream.awaited()
            stream.clock.advance(by: .milliseconds(6999))
            stream.push(life)
        }
        await stream.awaited()
        stream.clock.advance(by: .milliseconds(6999))
        stream.clock.advance(by: .milliseconds(1))
        let result = await reading.result
        let error = #expect(throws: OpenAIError.self) { try result.get() }
        #expect(error?.deadline == .idle)
        #expect(error?.completion?.choices.first?.message.content == "a")
        #expect(error?.message == "no data received for 7 s")
        #expect(stream.clock.now.offset == .milliseconds(6 * 6999 + 1))
    }

    @Test("The idle deadline is suspended while the reader is busy, but the total deadline is not")
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

    @Test("The total deadline applies while pings arrive")
    func totalDuringPings() async throws {
        let stream = try Pushed(
            OpenAI.Timeouts(connect: .seconds(99), idle: .seconds(99), total: .seconds(10))
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

    @Test("A server that stalls after a complete answer loses none of it")
    func silenceAfterTheEnd() async throws {
        let stream = try Pushed()
        let reading = stream.read()
        stream.push("data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n")
        await stream.awaited()
        stream.clock.advance(by: .seconds(2))
        #expect(try await reading.value == ["a"])
    }

    @Test("After a complete answer, the end of the stream is awaited for two seconds, whatever arrives; usage counts")
    func restOfTheAnswer() async throws {
        let stream = try Pushed()
        let reading = stream.read()
        stream.push("data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n")
        await stream.awaited()
        stream.clock.advance(by: .seconds(1))
        stream.push(": ping\n\n")
        await stream.awaited()
        stream.clock.advance(by: .milliseconds(500))
        stream.push(
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}\n\n"
        )
        await stream.awaited()
        stream.clock.advance(by: .milliseconds(500))
        #expect(try await reading.value == ["a", ""])
    }

    @Test("If several choices are requested, a complete one does not end the stream")
    func severalChoices() async throws {
        let stream = try Pushed()
        let reading = Task {
            var request = Harness.request
            request.n = 2
            var accumulator = ChatCompletionAccumulator()
            for try await chunk in try await stream.client.chat.completions.stream(request) {
                accumulator.append(chunk)
            }
            return accumulator.completion.choices.map(\.message.content)
        }
        func choice(_ index: Int) -> String {
            "data: {\"choices\":[{\"index\":\(index),\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n"
        }
        stream.push(choice(0))
        await stream.awaited()
        stream.clock.advance(by: .seconds(5))
        stream.push(choice(1) + "data: [DONE]\n\n")
        #expect(try await reading.value == ["a", "a"])
    }

    @Test("The longest possible durations are safe")
    func longest() async throws {
        let longest = Duration.seconds(Int64.max)
        let timeouts = OpenAI.Timeouts(connect: longest, firstContent: longest, idle: longest, total: longest)
        let client = try OpenAI(
            configuration: .init(apiKey: APIKey(Harness.key), timeouts: timeouts),
            transport: ScriptedTransport(.completion)
        )
        #expect(try await client.chat.completions.create(Harness.request).choices.count == 1)
    }
}
