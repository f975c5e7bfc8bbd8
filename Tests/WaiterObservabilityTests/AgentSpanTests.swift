import InMemoryTracing
import MetricsTestKit
import Synchronization
import Testing
import Tracing
import Waiter
import WaiterConversation
import WaiterObservability
import WaiterTesting

@Suite("Spans and metrics of tool loops", .timeLimit(.minutes(10)))
struct AgentSpanTests {
    private struct Place: Codable {
        var city: String
    }

    private static let call = ScriptedTransport.Answer.toolCall("weather", #"{"city":"Oslo"}"#)

    private static func weather(
        _ body: @escaping @Sendable (Place) async throws -> String = { "cold in \($0.city)" }
    ) throws -> FunctionTool {
        try FunctionTool("weather", description: "Returns the weather.") { try await body($0) }
    }

    private static func named(_ name: String?) -> ToolRunSettings {
        var settings = ToolRunSettings()
        settings.agentName = name
        return settings
    }

    @Test("A loop is the parent of its calls to the model and to tools", arguments: [nil, "planner"])
    func tree(_ name: String?) async throws {
        let test = try TelemetryTest(.answers(Self.call, "Cold"))
        try await test.tracer.withSpan("request") { _ in
            let tools = [try Self.weather()]
            try await test.client.chat.completions.run(test.request, tools: tools, settings: Self.named(name)).collect()
        }
        let agent = try test.only(name.map { "invoke_agent \($0)" } ?? "invoke_agent")
        #expect(agent.kind == .internal)
        #expect(agent.parentSpanID == test.spans("request").first?.spanID)
        #expect(agent["gen_ai.operation.name"] == "invoke_agent")
        #expect(agent["gen_ai.agent.name"] == name.map { .string($0) })
        #expect(agent["gen_ai.provider.name"] == "openai")
        #expect(agent["gen_ai.request.model"] == "m")
        #expect(agent["error.type"] == nil)
        #expect(agent.status == nil)
        let calls = test.spans("chat m")
        #expect(calls.count == 2)
        #expect((calls + test.spans("execute_tool weather")).allSatisfy { $0.parentSpanID == agent.spanID })
        let tokens = calls.compactMap { $0["gen_ai.usage.input_tokens"]?.integer }
        #expect(tokens.count == 2)
        #expect(agent["gen_ai.usage.input_tokens"]?.integer == tokens.reduce(0, +))
        #expect(agent["gen_ai.usage.output_tokens"] == 2)
    }

    @Test("The metrics of a loop are its duration and the numbers of its calls")
    func metrics() async throws {
        let test = try TelemetryTest(.answers(Self.call, "Cold"))
        let run = test.client.chat.completions.run(
            test.request,
            tools: [try Self.weather()],
            settings: Self.named("planner")
        )
        try await run.collect()
        let dimensions = ["gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "planner"]
        #expect(test.dimensions(ofTimer: "gen_ai.invoke_agent.duration") == dimensions)
        #expect(test.values("inference_calls") == [2])
        #expect(test.values("tool_calls") == [1])
    }

    @Test("A loop that fails has the error of its call, which counts as well")
    func failure() async throws {
        let test = try TelemetryTest(.answers(Self.call, .status(400)))
        let run = test.client.chat.completions.run(test.request, tools: [try Self.weather()])
        await #expect(throws: OpenAIError.self) { try await run.collect() }
        let agent = try test.only("invoke_agent")
        #expect(agent["error.type"] == "badRequest")
        #expect(agent.status?.code == .error)
        #expect(agent["gen_ai.usage.output_tokens"] == 1)
        #expect(test.values("inference_calls") == [2])
        #expect(
            test.dimensions(ofTimer: "gen_ai.invoke_agent.duration")
                == ["gen_ai.operation.name": "invoke_agent", "error.type": "badRequest"]
        )
    }

    @Test("A loop that is cancelled ends after its call, and has not failed")
    func cancellation() async throws {
        let test = try TelemetryTest(.answers(.silence))
        let tools = [try Self.weather()]
        let task = Task { try await test.client.chat.completions.run(test.request, tools: tools).collect() }
        while test.model.requests.isEmpty { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        let agent = try test.only("invoke_agent")
        #expect(agent["error.type"] == "cancelled")
        #expect(agent.status == nil)
        #expect(test.tracer.finishedSpans.map(\.operationName) == ["chat m", "invoke_agent"])
        #expect(test.values("inference_calls") == [1])
        #expect(test.values("tool_calls") == [0])
    }

    @Test("A loop that is left ends after the call that was being read")
    func abandonment() async throws {
        let test = try TelemetryTest(.answers(.stream("a", "b", "c")))
        do {
            let run = test.client.chat.completions.run(test.request, tools: [try Self.weather()])
            for try await step in run {
                for try await _ in step { break }
                break
            }
        }
        #expect(test.tracer.finishedSpans.map(\.operationName) == ["chat m", "invoke_agent"])
        #expect(try test.only("invoke_agent")["error.type"] == "cancelled")
    }

    @Test("A loop that waits for the user has ended without an error")
    func suspension() async throws {
        let test = try TelemetryTest(.answers(Self.call))
        var tool = try Self.weather()
        tool.approval = { _ in .askUser() }
        let run = test.client.chat.completions.run(test.request, tools: [tool])
        try await run.collect()
        #expect(run.end == .suspended)
        #expect(try test.only("invoke_agent")["error.type"] == nil)
        #expect(test.values("tool_calls") == [0])
    }

    @Test("The calls of a loop within a tool count for that loop alone")
    func nesting() async throws {
        let test = try TelemetryTest(.answers(Self.call, "From the inner agent", "Cold"))
        let (client, request) = (test.client, test.request)
        let tool = try Self.weather { _ in
            try await client.chat.completions.run(request, tools: [], settings: Self.named("inner")).collect().text
        }
        try await client.chat.completions.run(request, tools: [tool], settings: Self.named("outer")).collect()
        let inner = try test.only("invoke_agent inner")
        #expect(inner.parentSpanID == test.spans("execute_tool weather").first?.spanID)
        #expect(test.spans("chat m").filter { $0.parentSpanID == inner.spanID }.count == 1)
        #expect(test.values("inference_calls", agent: "outer") == [2])
        #expect(test.values("tool_calls", agent: "outer") == [1])
        #expect(test.values("inference_calls", agent: "inner") == [1])
        #expect(test.values("tool_calls", agent: "inner") == [0])
    }

    @Test("A loop in a conversation has the conversation's ID")
    func conversation() async throws {
        let test = try TelemetryTest(.answers(Self.call, "Cold"))
        let session = ConversationSession(Conversation(model: "m"), client: test.client)
        try await session.run("How cold is it?", tools: [try Self.weather()]).collect()
        let agent = try test.only("invoke_agent")
        #expect(agent["gen_ai.conversation.id"] == .string(session.id.text))
        #expect(test.spans("chat m").map(\.parentSpanID) == [agent.spanID, agent.spanID])
        #expect(test.spans("execute_tool weather").map(\.parentSpanID) == [agent.spanID])
    }

    /// An exchange that sends complete requests.
    private struct Exchange: ToolExchange {
        let client: OpenAI
        var discards: (@Sendable (ChatCompletion) -> Bool)?

        func answer(to request: ChatCompletionRequest, in conversation: Conversation) async throws -> ChatCompletion {
            try await client.chat.completions.create(request)
        }

        func didReceive(_ event: ToolEvent) throws {}
        func save(_ conversation: Conversation) throws {}
    }

    @Test("A loop through an exchange is observed as well", arguments: [false, true])
    func exchange(fails: Bool) async throws {
        let test = try TelemetryTest(.answers(Self.call, fails ? .status(400) : "Cold"))
        var exchange = Exchange(client: test.client)
        var conversation = Conversation(model: "m")
        conversation.append(.user("How cold is it?"))
        do {
            let tools = [try Self.weather()]
            try await conversation.answer(through: &exchange, with: test.client, tools: tools, until: .steps(5))
        } catch is OpenAIError {}
        let agent = try test.only("invoke_agent")
        #expect(agent["error.type"] == (fails ? "badRequest" : nil))
        #expect(test.spans("chat m").map(\.parentSpanID) == [agent.spanID, agent.spanID])
        #expect(test.spans("execute_tool weather").map(\.parentSpanID) == [agent.spanID])
        #expect(test.values("inference_calls") == [2])
        #expect(test.values("tool_calls") == [1])
    }

    @Test("Without spans, the calls of a loop are counted, and the caller's span stays the current one")
    func metricsOnly() async throws {
        var options = TelemetryObserver.Options()
        options.recordsSpans = false
        let test = try TelemetryTest(.answers(Self.call, "Cold"), options: options)
        let seen = Mutex<String?>(nil)
        try await test.tracer.withSpan("request") { span in
            let tool = try Self.weather { _ in
                seen.withLock { $0 = InstrumentationContext.current?.inMemorySpanContext?.spanID }
                return "cold"
            }
            try await test.client.chat.completions.run(test.request, tools: [tool]).collect()
            #expect(seen.withLock { $0 } == span.spanID)
        }
        #expect(test.values("inference_calls") == [2])
        #expect(test.values("tool_calls") == [1])
    }
}

extension TelemetryTest {
    /// Returns the spans of an operation that have ended.
    fileprivate func spans(_ name: String) -> [FinishedInMemorySpan] {
        tracer.finishedSpans.filter { $0.operationName == name }
    }

    /// Returns the only span of an operation.
    fileprivate func only(_ name: String) throws -> FinishedInMemorySpan {
        let spans = spans(name)
        #expect(spans.count == 1)
        return try #require(spans.first)
    }

    /// Returns the values of a metric of loops.
    fileprivate func values(_ name: String, agent: String? = nil) -> [Double] {
        metrics.recorders
            .filter { recorder in
                let named = recorder.dimensions.first { $0.0 == "gen_ai.agent.name" }?.1
                return recorder.label == "gen_ai.invoke_agent.\(name)" && (agent == nil || named == agent)
            }
            .flatMap(\.values)
    }
}

extension SpanAttribute {
    fileprivate var integer: Int64? {
        if case .int64(let value) = self { value } else { nil }
    }
}
