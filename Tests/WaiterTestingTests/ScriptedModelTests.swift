import Testing
import Waiter
import WaiterTesting

@Suite("A scripted model", .timeLimit(.minutes(10)))
struct ScriptedModelTests {
    private let request = ChatCompletionRequest(model: "m", messages: [.user("Hello")])

    @Test("Each request gets the next answer, complete or streamed as requested; the last one repeats")
    func forms() async throws {
        let model = ScriptedTransport.answers("Hi", .stream("a", "b"), .stream("c", "d"), .text("end"))
        let client = try model.client()
        #expect(try await client.chat.completions.create(request).text == "Hi")
        #expect(try await client.chat.completions.create(request).text == "ab")
        var chunks: [String] = []
        for try await chunk in try await client.chat.completions.stream(request) {
            if let text = chunk.choices.first?.delta.content { chunks.append(text) }
        }
        #expect(chunks == ["c", "d"])
        for _ in 0..<2 { #expect(try await client.chat.completions.create(request).text == "end") }
        #expect(model.chatRequests.map(\.messages) == Array(repeating: [.user("Hello")], count: 5))
        #expect(model.chatRequests.map(\.stream) == [nil, nil, true, nil, nil])
    }

    @Test("A request for a response gets the same answers in the form of the Responses API")
    func responses() async throws {
        let model = ScriptedTransport.answers("Hi", .stream("c", "d"), .toolCall("find", "{}"), .cut(after: "a", "b"))
        let client = try model.client()
        let request = ResponsesRequest(model: "m", input: "Hello")
        let whole = try await client.responses.create(request)
        #expect(whole.outputText == "Hi" && whole.model == "m" && (whole.usage?.inputTokens ?? 0) > 0)
        var texts: [String] = []
        for try await event in try await client.responses.stream(request) {
            if let text = event.outputTextDelta { texts.append(text) }
        }
        #expect(texts == ["c", "d"])
        var accumulator = ResponseAccumulator()
        for try await event in try await client.responses.stream(request) { accumulator.append(event) }
        #expect(accumulator.response.functionCalls.map(\.name) == ["find"])
        #expect(accumulator.response.functionCalls.map(\.arguments) == ["{}"])
        let error = await #expect(throws: OpenAIError.self) {
            for try await _ in try await client.responses.stream(request) {}
        }
        #expect(error?.code == .streamTruncated && error?.response?.outputText == "ab")
        #expect(model.responseRequests.map(\.input) == Array(repeating: "Hello", count: 4))
        #expect(model.chatRequests.isEmpty)
    }

    @Test("A temporary error is retried without waiting, other error responses and failures are thrown")
    func refusals() async throws {
        let model = ScriptedTransport.answers(
            .status(429, headers: ["retry-after": "30"]),
            .status(503),
            "Hi",
            .status(401, "who?")
        )
        let clock = ManualClock(skipsPauses: true)
        let client = try model.client(clock: clock)
        #expect(try await client.chat.completions.create(request).text == "Hi")
        #expect(model.requests.count == 3 && clock.now.offset >= .seconds(30))
        let error = await #expect(throws: OpenAIError.self) { try await client.chat.completions.create(request) }
        #expect(error?.code == .authentication && error?.server?.message == "who?")
        let failing = ScriptedTransport.answers(.failure(TransportError(.refused, reason: "connection refused")))
        let failure = await #expect(throws: OpenAIError.self) {
            try await failing.client().chat.completions.create(request, options: RequestOptions(maxRetries: 0))
        }
        #expect(failure?.code == .connection && failure?.connectionFailure == .refused)
    }

    @Test("A truncated answer contains the text of a stream, and is an error without streaming")
    func cuts() async throws {
        let client = try ScriptedTransport.answers(.cut(after: 3), .cut(after: "a", "b"), .cut(after: 2)).client()
        for expected in ["1 2 3 ", "ab"] {
            let error = await #expect(throws: OpenAIError.self) {
                for try await _ in try await client.chat.completions.stream(request) {}
            }
            #expect(error?.code == .streamTruncated && error?.completion?.text == expected)
        }
        await #expect(throws: OpenAIError.self) { try await client.chat.completions.create(request) }
    }

    @Test("Tool calls are returned, and usage is reported like a server's")
    func toolsAndUsage() async throws {
        let client = try ScriptedTransport.answers(.toolCall("find", #"{"a":1}"#, id: "c1")).client()
        let whole = try await client.chat.completions.create(request)
        #expect(whole.message?.toolCalls == [.function(id: "c1", name: "find", arguments: #"{"a":1}"#)])
        #expect(whole.choices.first?.finishReason == .toolCalls && (whole.usage?.promptTokens ?? 0) > 0)
        var accumulator = ChatCompletionAccumulator()
        var streamed = request
        streamed.streamOptions = StreamOptions(includeUsage: true)
        for try await chunk in try await client.chat.completions.stream(streamed) { accumulator.append(chunk) }
        #expect(accumulator.completion.message?.toolCalls == whole.message?.toolCalls)
        #expect(accumulator.completion.usage?.completionTokens == 1)
    }

    @Test("On a clock that skips pauses, no deadline expires by itself, but the test can make one expire")
    func clock() async throws {
        let clock = ManualClock(skipsPauses: true)
        let model = ScriptedTransport.answers(.status(500), .status(500), .silence)
        let client = try model.client(clock: clock)
        let call = Task { try await client.chat.completions.create(request) }
        while model.requests.count < 3 { await Task.yield() }
        // Far beyond any deadline, but skipped.
        try await clock.sleep(for: .seconds(100_000))
        #expect(clock.sleepers == 1)
        clock.advance(by: .seconds(1))
        let result = await call.result
        let error = #expect(throws: OpenAIError.self) { try result.get() }
        #expect(error?.code == .timeout)
    }

    @Test("A silent model is cancelled with the call")
    func silence() async throws {
        let model = ScriptedTransport.answers(.silence)
        let client = try model.client()
        let call = Task { try await client.chat.completions.create(request) }
        while model.requests.isEmpty { await Task.yield() }
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
    }
}
