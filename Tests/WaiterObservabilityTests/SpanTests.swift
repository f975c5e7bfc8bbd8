import HTTPTypes
import InMemoryTracing
import MetricsTestKit
import Testing
import Tracing
import Waiter
import WaiterObservability
import WaiterTesting

@Suite("Spans of calls", .timeLimit(.minutes(10)))
struct SpanTests {
    private static let answer = #"""
        {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"m-2026","service_tier":"default",
        "system_fingerprint":"fp_1","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant",
        "content":"a secret answer"}},{"index":1,"finish_reason":"length","message":{"role":"assistant","content":"b"}}],
        "usage":{"prompt_tokens":10,"completion_tokens":7,"total_tokens":17,"prompt_tokens_details":{"cached_tokens":4,
        "cache_write_tokens":2},"completion_tokens_details":{"reasoning_tokens":3}}}
        """#

    @Test("A call is a span with the names of the conventions")
    func call() async throws {
        let test = try TelemetryTest(.answers(.step(.json(Self.answer))))
        var request = test.request
        request.temperature = 0.5
        request.maxCompletionTokens = 100
        request.n = 2
        request.seed = 7
        request.stop = .value(["a", "b"])
        request.reasoningEffort = .high
        _ = try await test.client.chat.completions.create(request)
        let span = try #require(test.span)
        #expect(span.operationName == "chat m")
        #expect(span.kind == .client)
        #expect(span.status == nil)
        let expected: [String: SpanAttribute] = [
            "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": "m",
            "server.address": "api.openai.com", "server.port": 443, "openai.api.type": "chat_completions",
            "gen_ai.request.temperature": 0.5, "gen_ai.request.max_tokens": 100, "gen_ai.request.choice.count": 2,
            "gen_ai.request.seed": 7, "gen_ai.request.stop_sequences": .stringArray(["a", "b"]),
            "gen_ai.request.reasoning.level": "high", "gen_ai.response.id": "chatcmpl-1",
            "gen_ai.response.model": "m-2026", "gen_ai.response.finish_reasons": .stringArray(["stop", "length"]),
            "gen_ai.usage.input_tokens": 10, "gen_ai.usage.output_tokens": 7,
            "gen_ai.usage.cache_read.input_tokens": 4, "gen_ai.usage.cache_write.input_tokens": 2,
            "gen_ai.usage.reasoning.output_tokens": 3, "openai.response.service_tier": "default",
            "openai.response.system_fingerprint": "fp_1", "http.response.status_code": 200,
        ]
        for (name, value) in expected { #expect(span[name] == value, "\(name)") }
        #expect(span.attributes.count == expected.count)
    }

    @Test("The parameters of a call's options are reported, and those of the Responses API")
    func parameters() async throws {
        let test = try TelemetryTest(.answers("Hi"))
        var request = test.request
        request.temperature = 0.5
        request.responseFormat = .jsonObject
        var options = RequestOptions()
        options.extraBody = ["temperature": 0.25, "top_k": 40, "stop": "x"]
        _ = try await test.client.chat.completions.create(request, options: options)
        let span = try #require(test.span)
        #expect(span["gen_ai.request.temperature"] == 0.25)
        #expect(span["gen_ai.request.top_k"] == 40)
        #expect(span["gen_ai.request.stop_sequences"] == .stringArray(["x"]))
        #expect(span["gen_ai.output.type"] == "json")
        test.tracer.clearFinishedSpans()
        var other = ResponsesRequest(model: "m", input: "a secret question")
        other.maxOutputTokens = 100
        other.reasoning = ReasoningOptions(effort: .high)
        other.previousResponseID = "resp_1"
        other.conversation = "conv_1"
        other.prompt = ResponsesRequest.PromptTemplate(id: "pmpt_1", version: "2")
        _ = try await test.client.responses.create(other)
        let expected: [String: SpanAttribute] = [
            "openai.api.type": "responses", "gen_ai.request.max_tokens": 100, "gen_ai.conversation.id": "conv_1",
            "gen_ai.request.reasoning.level": "high", "gen_ai.request.previous_response.id": "resp_1",
            "gen_ai.prompt.name": "pmpt_1", "gen_ai.prompt.version": "2",
        ]
        for (name, value) in expected { #expect(test.span?[name] == value, "\(name)") }
    }

    @Test(
        "Content is captured only on request, and the trace context is sent only on request",
        arguments: [false, true]
    )
    func content(_ isAllowed: Bool) async throws {
        var options = TelemetryObserver.Options()
        options.capturesContent = isAllowed
        options.propagatesTraceContext = isAllowed
        let test = try TelemetryTest(.answers(.status(500), .step(.json(Self.answer))), options: options)
        _ = try await test.client.chat.completions.create(test.request)
        let span = try #require(test.span)
        #expect(span.text.contains("a secret") == isAllowed)
        let question = #"[{"role":"user","parts":[{"type":"text","content":"a secret question"}]}]"#
        #expect(span["gen_ai.input.messages"] == (isAllowed ? .string(question) : nil))
        #expect((span["gen_ai.output.messages"] != nil) == isAllowed)
        let name = "in-memory-trace-id"
        // Retries send the context as well.
        #expect(test.model.requests.count == 2)
        for request in test.model.requests {
            let fields = request.head.headerFields.map { "\($0.name): \($0.value)" }
            #expect(fields.contains("\(name): \(span.traceID)") == isAllowed)
        }
    }

    @Test("A retry is an event of the only span, and the error that ends a call is its type")
    func retries() async throws {
        let test = try TelemetryTest(.answers(.status(500), .status(429), .status(400)))
        await #expect(throws: OpenAIError.self) { try await test.client.chat.completions.create(test.request) }
        let span = try #require(test.span)
        #expect(span.events.map(\.name) == ["waiter.retry", "waiter.retry"])
        #expect(span.events.map { $0.attributes.get("error.type") } == ["server", "rateLimited"])
        #expect(span.events.map { $0.attributes.get("waiter.retry.attempt") } == [1, 2])
        #expect(span["error.type"] == "badRequest")
        #expect(span["waiter.attempts"] == 3)
        #expect(span["gen_ai.response.finish_reasons"] == .stringArray(["error"]))
        #expect(span.status?.code == .error)
    }

    @Test("The span of a stream ends with its last byte")
    func stream() async throws {
        let test = try TelemetryTest(.answers(.stream("a", "b", "c")))
        let stream = try await test.client.chat.completions.stream(test.request)
        #expect(test.tracer.finishedSpans.isEmpty)
        for try await _ in stream {}
        let span = try #require(test.span)
        #expect(span["gen_ai.request.stream"] == true)
        #expect(span["gen_ai.response.finish_reasons"] == .stringArray(["stop"]))
        #expect(span["gen_ai.response.time_to_first_chunk"] != nil)
        #expect(span["error.type"] == nil)
    }

    @Test("A stream that is cut off has error among its finish reasons")
    func cutStream() async throws {
        let test = try TelemetryTest(.answers(.cut(after: "a", "b")))
        await #expect(throws: OpenAIError.self) {
            for try await _ in try await test.client.chat.completions.stream(test.request) {}
        }
        let span = try #require(test.span)
        #expect(span["gen_ai.response.finish_reasons"] == .stringArray(["error"]))
        #expect(span["error.type"] == "streamTruncated")
        #expect(span.status?.code == .error)
    }

    @Test("Leaving a stream ends its span without a failure")
    func abandonedStream() async throws {
        let test = try TelemetryTest(.answers(.stream("a", "b", "c")))
        do {
            let stream = try await test.client.chat.completions.stream(test.request)
            for try await _ in stream { break }
        }
        let span = try #require(test.span)
        #expect(span["error.type"] == "cancelled")
        #expect(span["gen_ai.response.finish_reasons"] == .stringArray(["error"]))
        #expect(span.status == nil)
    }

    @Test("A stream that is never read ends its span")
    func unreadStream() async throws {
        let test = try TelemetryTest(.answers(.stream("a")))
        _ = try await test.client.chat.completions.stream(test.request)
        #expect(test.span?["error.type"] == "cancelled")
    }

    @Test("Cancelling a call ends its span")
    func cancellation() async throws {
        let test = try TelemetryTest(.answers(.silence))
        let task = Task { try await test.client.chat.completions.create(test.request) }
        while test.model.requests.isEmpty { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(test.span?["error.type"] == "cancelled")
    }

    @Test("Later calls have attributes of their own, with the same or with other names")
    func laterCalls() async throws {
        let other = Self.answer.replacing("chatcmpl-1", with: "chatcmpl-2")
            .replacing(#""prompt_tokens":10"#, with: #""prompt_tokens":11"#)
        let test = try TelemetryTest(
            .answers(.step(.json(Self.answer)), .step(.json(other)), "Hi", .status(400), .step(.json(Self.answer)))
        )
        for _ in 0..<5 { _ = try? await test.client.chat.completions.create(test.request) }
        let spans = test.tracer.finishedSpans
        try #require(spans.count == 5)
        #expect(spans[4].attributes == spans[0].attributes)
        #expect(spans[1].attributes.count == spans[0].attributes.count)
        #expect(spans.map { $0["gen_ai.response.id"] }[...1] == ["chatcmpl-1", "chatcmpl-2"])
        #expect(spans.map { $0["gen_ai.usage.input_tokens"] }[...1] == [10, 11])
        #expect(spans[2]["openai.response.system_fingerprint"] == nil)
        #expect(spans.map { $0["error.type"] } == [nil, nil, nil, "badRequest", nil])
        for span in spans { #expect(span["gen_ai.request.model"] == "m") }
    }

    @Test("A call has the same attributes after calls with other attributes as it has alone")
    func alternatingCalls() async throws {
        func answer(_ members: String, _ choice: String = "") -> ScriptedTransport.Step {
            .json(#"{"choices":[{"message":{"content":"a"}\#(choice)}]\#(members)}"#)
        }
        let answers = [
            answer(#","id":"1","model":"m-1","usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}"#),
            answer(#","id":"2","model":"m-1","usage":{"prompt_tokens":4,"completion_tokens":5,"total_tokens":9}"#),
            answer(#","id":"3""#, #","finish_reason":"stop""#), answer(#","id":"4""#, #","finish_reason":"length""#),
            answer("", #","finish_reason":"tool_calls""#), answer(#","service_tier":"flex""#), .json("{}", status: 400),
            answer(#","system_fingerprint":"fp""#, #","finish_reason":"stop""#),
        ]
        var expected: [SpanAttributes] = []
        for answer in answers {
            let alone = try TelemetryTest(ScriptedTransport(answer))
            _ = try? await alone.client.chat.completions.create(alone.request)
            expected.append(try #require(alone.span).attributes)
        }
        let test = try TelemetryTest(ScriptedTransport(steps: answers + answers + answers.reversed()))
        for _ in 0..<(3 * answers.count) { _ = try? await test.client.chat.completions.create(test.request) }
        #expect(test.tracer.finishedSpans.map(\.attributes) == expected + expected + expected.reversed())
    }

    @Test("The parameters of a request that is not typed are read from its body")
    func parametersInBody() throws {
        let tracer = InMemoryTracer()
        let body = Array(#"{"temperature":0.5,"messages":[{"content":"a"}],"conversation":"conv_1"}"#.utf8)
        for conversation in [nil, "own"] {
            let options = MeteringOptions(conversation: conversation)
            let call = ObservedCall(operation: "chat.completions.create", model: "m", body: body, options: options)
            TelemetryObserver(tracer: tracer).begin(call)?.end(CallOutcome(.complete))
        }
        #expect(tracer.finishedSpans.map { $0["gen_ai.request.temperature"] } == [0.5, 0.5])
        #expect(tracer.finishedSpans.map { $0["gen_ai.conversation.id"] } == ["conv_1", "own"])
    }

    @Test("A call that the tracer does not sample is observed only for metrics and for its trace context")
    func unsampledCalls() throws {
        let tracer = UnsampledTracer()
        var options = TelemetryObserver.Options()
        options.recordsMetrics = false
        let call = ObservedCall(operation: "chat.completions.create", model: "m")
        #expect(TelemetryObserver(options, tracer: tracer).begin(call) == nil)
        #expect(tracer.ends == 1)
        options.propagatesTraceContext = true
        let observation = try #require(TelemetryObserver(options, tracer: tracer).begin(call))
        #expect(observation.headers == ["traceparent": "00"])
        observation.end(CallOutcome(.complete))
        #expect(tracer.ends == 2)
        options.propagatesTraceContext = false
        options.recordsMetrics = true
        let metrics = TestMetrics()
        let counted = try #require(TelemetryObserver(options, tracer: tracer, metrics: metrics).begin(call))
        counted.end(CallOutcome(.complete))
        #expect(tracer.ends == 3)
        #expect(metrics.timers(label: "gen_ai.client.inference.duration").count == 1)
    }

    @Test("The attributes that samplers need are set while the call is in progress, and those of others are kept")
    func attributesAtStart() async throws {
        let test = try TelemetryTest(.answers(.stream("a", "b")))
        let stream = try await test.client.chat.completions.stream(test.request)
        let span = try #require(test.tracer.activeSpans.first)
        let expected: [String: SpanAttribute] = [
            "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": "m",
            "server.address": "api.openai.com", "server.port": 443,
        ]
        for (name, value) in expected { #expect(span.attributes.get(name) == value, "\(name)") }
        span.attributes.set("own", value: "kept")
        span.attributes.set("server.address", value: "masked")
        for try await _ in stream {}
        #expect(test.span?["own"] == "kept")
        #expect(test.span?["server.address"] == "masked")
        #expect(test.span?["gen_ai.request.model"] == "m")
        #expect(test.span?["gen_ai.request.stream"] == true)
        #expect(test.span?["gen_ai.response.finish_reasons"] == .stringArray(["stop"]))
    }

    @Test("Calls of other operations, to other models and to other servers have their own attributes")
    func differentCalls() throws {
        let test = try TelemetryTest(.answers("Hi"))
        let observer = TelemetryObserver(tracer: test.tracer, metrics: test.metrics)
        // More calls than are remembered, each of them twice.
        for number in (0..<80).flatMap({ [$0, $0] }) {
            let call = ObservedCall(
                operation: number % 2 == 0 ? "chat.completions.create" : "embeddings.create",
                model: number % 4 == 0 ? nil : "m-\(number)",
                server: try BaseURL("http://localhost:\(9000 + number)/v1")
            )
            observer.begin(call)?.end(CallOutcome(.complete))
            let span = try #require(test.span)
            #expect(span["gen_ai.operation.name"] == .string(number % 2 == 0 ? "chat" : "embeddings"))
            #expect(span["gen_ai.request.model"] == (number % 4 == 0 ? nil : .string("m-\(number)")))
            #expect(span["server.port"] == .int64(Int64(9000 + number)))
            #expect(span.operationName.hasSuffix(number % 4 == 0 ? "chat" : " m-\(number)"))
            test.tracer.clearFinishedSpans()
        }
    }

    @Test("A key that the server echoes is in no attribute and no dimension")
    func maskedKey() async throws {
        let key = "sk-test-0123456789abcdef"
        let body = """
            {"id":"\(key)","model":"\(key)","service_tier":"\(key)","system_fingerprint":"\(key)",\
            "choices":[{"message":{"content":"a"},"finish_reason":"\(key)"}]}
            """
        let test = try TelemetryTest(.answers(.step(.json(body))))
        _ = try await test.client.chat.completions.create(test.request)
        let span = try #require(test.span)
        #expect(span["gen_ai.response.id"] == "sk-...cdef")
        #expect(span["gen_ai.response.finish_reasons"] == .stringArray(["sk-...cdef"]))
        #expect(!span.text.contains("0123456789"))
        let dimensions = test.metrics.timers.flatMap(\.dimensions).map(\.1)
        #expect(dimensions.contains("sk-...cdef"))
        #expect(!dimensions.contains { $0.contains("0123456789") })
    }

    @Test("A span is a child of the span of its task")
    func parent() async throws {
        let test = try TelemetryTest(.answers("Hi"))
        try await test.tracer.withSpan("request") { _ in
            _ = try await test.client.chat.completions.create(test.request)
        }
        let spans = test.tracer.finishedSpans
        #expect(spans.map(\.operationName) == ["chat m", "request"])
        #expect(spans.first?.parentSpanID == spans.last?.spanID)
    }

    @Test("A server's price, or that of a closure, is the cost")
    func cost() async throws {
        var options = TelemetryObserver.Options()
        options.cost = { call, outcome in call.model == "m" ? 0.25 : nil }
        let test = try TelemetryTest(.answers("Hi"), options: options)
        _ = try await test.client.chat.completions.create(test.request)
        #expect(test.span?["waiter.cost"] == 0.25)
    }

    @Test("A server without a known name, and a provider given by name", arguments: [nil, "llama.cpp"])
    func provider(_ name: String?) async throws {
        var options = TelemetryObserver.Options()
        options.provider = name
        let url = try BaseURL("http://127.0.0.1:8080/v1")
        let test = try TelemetryTest(.answers("Hi"), options: options) { $0.baseURL = url }
        _ = try await test.client.chat.completions.create(test.request)
        #expect(test.span?["gen_ai.provider.name"] == .string(name ?? "_OTHER"))
        #expect(test.span?["server.address"] == "127.0.0.1")
        #expect(test.span?["server.port"] == 8080)
    }

    @Test("Other operations are spans as well")
    func otherOperations() async throws {
        let test = try TelemetryTest(.answers(.step(.json(#"{"object":"list","data":[]}"#))))
        _ = try await test.client.models.list()
        #expect(test.span?.operationName == "models.list")
        #expect(test.span?["gen_ai.response.finish_reasons"] == nil)
    }
}
