import HTTPTypes
import Testing
import Waiter
import WaiterTestSupport

@Suite("Limits on responses", .timeLimit(.minutes(5)))
struct ResponseBoundsTests {
    private static func body(_ head: String, _ unit: String, _ bytes: Int, _ tail: String) -> [UInt8] {
        // Repeating a string is much faster than joining a sequence of arrays in a debug build.
        Array((head + String(repeating: unit, count: bytes / unit.utf8.count) + tail).utf8)
    }

    private static func step(_ body: [UInt8], _ type: String = "application/json") -> ScriptedTransport.Step {
        .respond(status: 200, headers: ["content-type": type, "x-request-id": "req_1"], chunks: [body])
    }

    private static func annotations(_ unit: String, _ bytes: Int) -> [UInt8] {
        body(
            #"{"choices":[{"message":{"role":"assistant","content":"a","annotations":["#,
            unit,
            bytes,
            #"0]},"finish_reason":"stop"}]}"#
        )
    }

    @Test("An answer with too many values is an error that states the reason", arguments: ["0,", "[],", "{},"])
    func manyValues(unit: String) async throws {
        let harness = try Harness(Self.step(Self.annotations(unit, 17_000_000)))
        let error = await harness.failure()
        #expect(error?.code == .responseTooLarge)
        #expect(error?.message.contains("too many values") == true, "\(String(describing: error))")
        #expect(error?.requestID == "req_1")
    }

    @Test("A deadline that expires during decoding ends the call")
    func deadline() async throws {
        let clock = ManualClock()
        let bytes = Self.annotations("0,", 3_000_000)
        let transport = ScriptedTransport(
            .handle { _ in
                let body = ResponseBody { writer in
                    try await writer.write(bytes)
                    // From here on, nothing waits any more.
                    clock.advance(by: .seconds(1000))
                }
                return TransportResponse(head: HTTPResponse(status: .ok), body: body)
            }
        )
        var configuration = try OpenAI.Configuration(apiKey: APIKey(Harness.key), clock: clock)
        configuration.timeouts.total = .seconds(100)
        let client = try OpenAI(configuration: configuration, transport: transport)
        let error = await #expect(throws: OpenAIError.self) {
            try await client.chat.completions.create(Harness.request, options: RequestOptions(maxRetries: 0))
        }
        #expect(error?.deadline == .total)
    }

    @Test("A cancelled task does not finish decoding")
    func cancellation() async throws {
        let harness = try Harness(Self.step(Self.annotations("0,", 3_000_000)))
        let call = Task { try await harness.create() }
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
    }

    @Test("The log probabilities of a long answer are decoded without creating a value for each")
    func likelihoods() throws {
        let alternative = #"{"token":" the","logprob":-0.31725305,"bytes":[32,116,104,101]}"#
        let alternatives = Array(repeating: alternative, count: 20).joined(separator: ",")
        let token =
            #"{"token":" the","logprob":-0.31725305,"bytes":[32,116,104,101],"top_logprobs":[\#(alternatives)]}"#
        let json =
            #"{"choices":[{"index":0,"message":{"role":"assistant","content":"a"},"logprobs":{"content":["#
            + Array(repeating: token, count: 6000).joined(separator: ",")
            + #"],"refusal":null},"finish_reason":"stop"}]}"#
        let completion = try #require(ChatCompletion.read(Array(json.utf8)))
        let tokens = try #require(completion.choices[0].logprobs?.content)
        #expect(tokens.count == 6000)
        #expect(tokens[5999].topLogprobs.count == 20)
        #expect(tokens[5999].topLogprobs[19] == .init(token: " the", logprob: -0.31725305, bytes: Array(" the".utf8)))
    }

    @Test(
        "Log probabilities equal those decoded with Decodable",
        arguments: [
            "null", "{}", #"{"content":null,"refusal":[]}"#, #"{"content":[{}],"x":[1]}"#,
            #"{"content":[{"token":"a","logprob":-1,"bytes":null,"top_logprobs":null}]}"#,
            #"{"content":[{"token":null,"logprob":0,"bytes":[],"top_logprobs":[{"token":"b"}]}]}"#,
            #"{"content":[{"token":"a","logprob":-9999.0,"bytes":[1,300]}]}"#,
            #"{"content":[{"token":7,"logprob":"x","bytes":"y","top_logprobs":3}]}"#, #"{"content":[1,null,{}]}"#,
            "-0.003",
        ]
    )
    func likelihoodForms(logprobs: String) throws {
        let bytes = Array(#"{"choices":[{"message":{"content":"a"},"logprobs":\#(logprobs)}]}"#.utf8)
        let decoded = try JSONBodyDecoder.decode(ChatCompletion.self, from: bytes)
        if let read = ChatCompletion.read(bytes) { #expect(read == decoded) }
    }

    @Test("The number of choices in an answer is limited")
    func choices() async throws {
        let bytes = Self.body(#"{"choices":["#, #"{"text":""},"#, 70_000 * 12, #"{"text":"a"}]}"#)
        let error = await (try Harness(Self.step(bytes))).failure()
        #expect(error?.code == .invalidResponse)
    }

    // MARK: Streams

    private func events(_ data: [String], count: Int = 1) -> ScriptedTransport.Step {
        let text = data.map { "data: \($0)\n\n" }.joined()
        return .respond(
            status: 200,
            headers: ["content-type": "text/event-stream"],
            chunks: Array(repeating: Array(text.utf8), count: count)
        )
    }

    private static func delta(_ text: String) -> String {
        #"{"choices":[{"index":0,"delta":{"content":"\#(text)"}}]}"#
    }

    @Test("An endless stream is rejected at the limit, and the error contains the partial answer")
    func endless() async throws {
        let harness = try Harness(
            events([Self.delta("0123456789")], count: 5000),
            configure: { $0.limits.streamBytes = 100_000 }
        )
        let (chunks, error) = await harness.stream()
        let failure = try #require(error as? OpenAIError)
        #expect(failure.code == .responseTooLarge)
        #expect(failure.message.contains("100000 bytes"))
        #expect(chunks.count > 1000 && chunks.count < 2000)
        #expect(failure.completion?.text == String(repeating: "0123456789", count: chunks.count))
    }

    @Test(
        "A stream with more text than its tokens permit is rejected",
        arguments: [("content", "content"), ("reasoning", "reasoning_content"), ("refusal", "refusal")]
    )
    func beyondItsTokens(name: String, field: String) async throws {
        let piece = String(repeating: "x", count: 100_000)
        let data = #"{"choices":[{"index":0,"delta":{"\#(field)":"\#(piece)"}}]}"#
        let harness = try Harness(events([data], count: 20))
        var request = Harness.request
        request.maxCompletionTokens = 10
        var count = 0
        let error = await #expect(throws: OpenAIError.self) {
            for try await _ in try await harness.client.chat.completions.stream(request) { count += 1 }
        }
        #expect(error?.code == .responseTooLarge)
        #expect(error?.message.contains("10 tokens") == true)
        #expect(count == 11)
        #expect(error?.completion != nil)
    }

    @Test("The options' own limit applies, to each of several choices, and images are not text")
    func tokenLimits() throws {
        func tokens(_ change: (inout ChatCompletionRequest, inout RequestOptions) -> Void) -> Int? {
            var (request, options) = (Harness.request, RequestOptions())
            change(&request, &options)
            return APIOperation.chatCompletionStream(request).maxOutputTokens?(options)
        }
        #expect(tokens { _, _ in } == nil)
        #expect(tokens { request, _ in request.maxTokens = 5 } == 5)
        #expect(tokens { request, options in (request.maxTokens, options.extraBody["max_tokens"]) = (5, 7) } == 7)
        #expect(tokens { request, _ in (request.maxCompletionTokens, request.n) = (5, 3) } == 15)
        #expect(tokens { _, options in options.maxOutputTokens = 9 } == 9)
        #expect(tokens { request, options in (request.maxTokens, options.maxOutputTokens) = (5, 9) } == 5)
        #expect(tokens { request, _ in (request.maxTokens, request.modalities) = (5, [.text, .audio]) } == nil)
        #expect(tokens { request, _ in (request.maxTokens, request.n) = (.max, .max) } == .max)
        #expect(TextLimit(tokens: .max).bytes == .max)
    }

    @Test("An answer within its token limit passes, however long the tokens are")
    func withinItsTokens() async throws {
        let token = String(repeating: "=", count: 256)
        let harness = try Harness(events([Self.delta(token)], count: 10_000), events(["[DONE]"]))
        var request = Harness.request
        request.maxTokens = 10_000
        var count = 0
        _ = await #expect(throws: OpenAIError.self) {
            for try await _ in try await harness.client.chat.completions.stream(request) { count += 1 }
        }
        #expect(count == 10_000, "the end that is missing is all that is wrong")
    }

    @Test("Large events of the same length are counted as such")
    func largeEvents() async throws {
        let piece = String(repeating: "x", count: 400_000)
        let harness = try Harness(events([Self.delta(piece)], count: 20))
        let (chunks, error) = await harness.stream()
        #expect(chunks.count == 20)
        let kept = try #require((error as? OpenAIError)?.completion?.text.utf8.count)
        #expect(kept == 3 * 400_000, "only about one megabyte is kept")
    }

    @Test("Repetitive text in one chunk is decoded in linear time")
    func repeatedContent() throws {
        let json =
            #"{"choices":[{"delta":{"# + String(repeating: #""content":"","#, count: 200_000) + #""content":"a"}}]}"#
        var parser = ChatChunkParser()
        guard case .element(let chunk) = try Array(json.utf8).withUnsafeBufferPointer({ try parser.parse($0) }) else {
            Issue.record("no chunk")
            return
        }
        #expect(chunk.choices[0].delta.content == "a")
    }

    @Test("Whitespace before an answer is held back for a tag only up to a limit")
    func whiteSpace() throws {
        var separator = ThoughtSeparator(.separated)
        var text = ""
        for _ in 0..<20_000 {
            var choice = ChatCompletionChunk.Choice(delta: .init(content: String(repeating: " ", count: 100)))
            separator.separate(in: &choice)
            text += choice.delta.content ?? ""
        }
        for choice in separator.finish() { text += choice.delta.content ?? "" }
        #expect(text == String(repeating: " ", count: 2_000_000))
    }

    @Test("A stream with a new choice in each chunk does not grow without limit")
    func manyChoices() {
        var accumulator = ChatCompletionAccumulator()
        for index in 0..<66_000 {
            accumulator.append(ChatCompletionChunk(choices: [.init(index: index, delta: .init(content: "a"))]))
            let call = ChatCompletionChunk.ToolCallDelta(index: index, id: "\(index)")
            accumulator.append(ChatCompletionChunk(choices: [.init(index: 0, delta: .init(toolCalls: [call]))]))
        }
        let completion = accumulator.completion
        #expect(completion.choices.count == 4096)
        #expect(completion.choices[0].message.toolCalls.count == 65_536)
    }
}
