import InMemoryTracing
import Testing
import Tracing
import Waiter
import WaiterObservability
import WaiterTesting

@Suite("Spans of tool calls", .timeLimit(.minutes(10)))
struct ToolSpanTests {
    private struct Place: Codable {
        var city: String
    }

    private struct Failure: Error {}

    /// Runs a loop with one call of a tool.
    private func run(
        _ test: TelemetryTest,
        _ body: @escaping @Sendable (Place) async throws -> String
    ) async throws {
        let tool = try FunctionTool("weather", description: "Returns the weather.") { try await body($0) }
        try await test.tracer.withSpan("loop") { _ in
            let run = test.client.chat.completions.run(test.request, tools: [tool])
            for try await step in run { for try await _ in step {} }
        }
    }

    @Test("A tool call is a child of the loop's span, and the parent of the tool's own spans")
    func tree() async throws {
        let test = try TelemetryTest(.answers(.toolCall("weather", #"{"city":"Oslo"}"#, id: "call_7"), "Cold"))
        let tracer = test.tracer
        try await run(test) { place in
            tracer.withSpan("inside") { _ in "cold in \(place.city)" }
        }
        let spans = Dictionary(uniqueKeysWithValues: test.tracer.finishedSpans.map { ($0.spanID, $0) })
        func span(_ name: String) throws -> FinishedInMemorySpan {
            try #require(spans.values.first { $0.operationName == name })
        }
        let tool = try span("execute_tool weather")
        #expect(tool.kind == .internal)
        #expect(tool["gen_ai.operation.name"] == "execute_tool")
        #expect(tool["gen_ai.tool.name"] == "weather")
        #expect(tool["gen_ai.tool.call.id"] == "call_7")
        #expect(!tool.text.contains("Oslo"))
        let (loop, agent, inside) = (try span("loop"), try span("invoke_agent"), try span("inside"))
        #expect(agent.parentSpanID == loop.spanID)
        #expect(tool.parentSpanID == agent.spanID)
        #expect(inside.parentSpanID == tool.spanID)
        #expect(spans.values.filter { $0.operationName == "chat m" }.count == 2)
        #expect(
            test.dimensions(ofTimer: "gen_ai.execute_tool.duration")
                == ["gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "weather"]
        )
    }

    @Test("Arguments and results are captured only on request")
    func content() async throws {
        var options = TelemetryObserver.Options()
        options.capturesContent = true
        let test = try TelemetryTest(.answers(.toolCall("weather", #"{"city":"Oslo"}"#), "Cold"), options: options)
        try await run(test) { "cold in \($0.city)" }
        let tool = try #require(test.tracer.finishedSpans.first { $0.operationName == "execute_tool weather" })
        #expect(tool["gen_ai.tool.call.arguments"] == .string(#"{"city":"Oslo"}"#))
        #expect(tool["gen_ai.tool.call.result"] == "cold in Oslo")
    }

    @Test("A tool that fails has an error")
    func failure() async throws {
        let test = try TelemetryTest(.answers(.toolCall("weather", #"{"city":"Oslo"}"#), "Sorry"))
        try await run(test) { _ in throw Failure() }
        let tool = try #require(test.tracer.finishedSpans.first { $0.operationName == "execute_tool weather" })
        #expect(tool["error.type"] != nil)
        #expect(tool.status?.code == .error)
    }
}
