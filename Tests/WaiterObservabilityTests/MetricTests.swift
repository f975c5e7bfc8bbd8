import CoreMetrics
import InMemoryTracing
import MetricsTestKit
import Testing
import Waiter
import WaiterObservability
import WaiterTesting

@Suite("Metrics of calls", .timeLimit(.minutes(10)))
struct MetricTests {
    private static let answer = #"""
        {"id":"chatcmpl-1","model":"m-2026","choices":[{"index":0,"finish_reason":"stop",
        "message":{"role":"assistant","content":"Hi"}}],"usage":{"prompt_tokens":10,"completion_tokens":7,
        "prompt_tokens_details":{"cached_tokens":4,"image_tokens":6},"completion_tokens_details":{"reasoning_tokens":3}}}
        """#

    private static let dimensions = [
        "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": "m",
        "gen_ai.response.model": "m-2026", "server.address": "api.openai.com", "server.port": "443",
    ]

    @Test("Durations are timers and tokens recorders and counters, with dimensions of few values")
    func call() async throws {
        let test = try TelemetryTest(.answers(.step(.json(Self.answer))))
        var options = RequestOptions()
        options.metering = MeteringOptions(tags: ["tag"], conversation: "conversation")
        _ = try await test.client.chat.completions.create(test.request, options: options)
        #expect(test.dimensions(ofTimer: "gen_ai.client.inference.duration") == Self.dimensions)
        #expect(test.metrics.timers.count == 1)
        let inference = "gen_ai.client.inference"
        let recorders = Dictionary(uniqueKeysWithValues: test.metrics.recorders.map { ($0.label, $0.values) })
        #expect(
            recorders == ["\(inference).operation.input_tokens": [10], "\(inference).operation.output_tokens": [7]]
        )
        #expect(test.metrics.recorders.allSatisfy { $0.aggregate })
        var counts: [String: Int64] = [:]
        for counter in test.metrics.counters {
            let modality = counter.dimensions.first { $0.0 == "gen_ai.token.modality" }?.1 ?? ""
            counts["\(counter.label.dropFirst(inference.count + 7)) \(modality)"] = counter.totalValue
        }
        #expect(
            counts == [
                "input_tokens image": 6, "input_tokens unknown": 4, "output_tokens unknown": 7,
                "cache_read.input_tokens unknown": 4, "reasoning.output_tokens unknown": 3,
            ]
        )
    }

    @Test("A failed call has its error as a dimension, and instruments are reused")
    func failures() async throws {
        let test = try TelemetryTest(.answers(.status(400), .status(400)))
        for _ in 0..<2 {
            await #expect(throws: OpenAIError.self) { try await test.client.chat.completions.create(test.request) }
        }
        let timer = try #require(test.metrics.timers(label: "gen_ai.client.inference.duration").first)
        #expect(timer.values.count == 2)
        #expect(timer.dimensions.contains { $0 == ("error.type", "badRequest") })
        #expect(test.metrics.timers.count == 1)
    }

    @Test("A stream has the time to its first chunk and between its chunks")
    func stream() async throws {
        let test = try TelemetryTest(.answers(.stream("a", "b", "c")))
        var chunks = 0
        for try await _ in try await test.client.chat.completions.stream(test.request) { chunks += 1 }
        let inference = "gen_ai.client.inference"
        #expect(test.metrics.timers(label: "\(inference).time_to_first_chunk").first?.values.count == 1)
        let each = test.metrics.timers(label: "\(inference).time_per_output_chunk").flatMap(\.values)
        #expect(each.count == chunks - 1)
    }

    @Test("The older names replace the current ones")
    func olderNames() async throws {
        var options = TelemetryObserver.Options()
        options.usesOlderNames = true
        let test = try TelemetryTest(.answers(.step(.json(Self.answer)), "Hi"), options: options)
        _ = try await test.client.chat.completions.create(test.request)
        #expect(test.dimensions(ofTimer: "gen_ai.client.operation.duration") == Self.dimensions)
        let tokens = test.metrics.recorders(label: "gen_ai.client.token.usage")
        let types = tokens.map { recorder in recorder.dimensions.first { $0.0 == "gen_ai.token.type" }?.1 }
        #expect(Set(types) == ["input", "output"])
        #expect(test.metrics.counters.isEmpty)
        for try await _ in try await test.client.chat.completions.stream(test.request) {}
        #expect(test.metrics.timers(label: "gen_ai.client.operation.time_to_first_chunk").count == 1)
        #expect(!test.metrics.timers.contains { $0.label.contains("inference") })
    }

    @Test("A server that reports ever new models does not create ever new time series")
    func hostileModels() async throws {
        let test = try TelemetryTest(.answers("Hi"))
        let observer = TelemetryObserver(tracer: test.tracer, metrics: test.metrics)
        for number in 0..<1000 {
            var outcome = CallOutcome(.complete)
            outcome.metadata.model = "model-\(number)"
            observer.begin(ObservedCall(operation: "chat.completions.create", model: "m"))?.end(outcome)
        }
        #expect(test.metrics.timers.count == 201)
    }

    @Test("Chunks that arrive together share the time, and all have the same instrument")
    func chunks() throws {
        let test = try TelemetryTest(.answers("Hi"))
        let observer = TelemetryObserver(tracer: test.tracer, metrics: test.metrics)
        let call = ObservedCall(operation: "chat.completions.stream", model: "m", isStream: true)
        let observation = try #require(observer.begin(call))
        observation.received(chunks: 1, at: .milliseconds(500))
        observation.received(chunks: 2, at: .milliseconds(600))
        observation.received(chunks: 1, at: .milliseconds(610))
        observation.end(CallOutcome(.complete, total: .seconds(1)))
        let timers = test.metrics.timers(label: "gen_ai.client.inference.time_per_output_chunk")
        #expect(timers.map(\.values) == [[50_000_000, 50_000_000, 10_000_000]])
        let first = test.metrics.timers(label: "gen_ai.client.inference.time_to_first_chunk")
        #expect(first.map(\.values) == [[500_000_000]])
        let total = test.metrics.timers(label: "gen_ai.client.inference.duration")
        #expect(total.map(\.values) == [[1_000_000_000]])
    }

    @Test("A gateway that forwards ever new models does not create ever new time series")
    func forwardedModels() throws {
        let test = try TelemetryTest(.answers("Hi"))
        let observer = TelemetryObserver(tracer: test.tracer, metrics: test.metrics)
        for number in 0..<1000 {
            let call = ObservedCall(operation: "chat.completions.create", model: "model-\(number)")
            observer.begin(call)?.end(CallOutcome(.complete))
        }
        #expect(test.metrics.timers.count == 201)
    }

    @Test("Spans and metrics can be switched off", arguments: [false, true])
    func switches(_ isOn: Bool) async throws {
        var options = TelemetryObserver.Options()
        options.recordsSpans = isOn
        options.recordsMetrics = !isOn
        let test = try TelemetryTest(.answers("Hi"), options: options)
        _ = try await test.client.chat.completions.create(test.request)
        #expect(test.tracer.finishedSpans.isEmpty == !isOn)
        #expect(test.metrics.timers.isEmpty == isOn)
    }
}
