import InMemoryTracing
import MetricsTestKit
import Tracing
import Waiter
import WaiterObservability
import WaiterTesting

/// A client with a scripted model, and the spans and metrics of its calls.
struct TelemetryTest {
    let tracer = InMemoryTracer()
    let metrics = TestMetrics()
    let model: ScriptedTransport
    let client: OpenAI

    init(
        _ model: ScriptedTransport,
        options: TelemetryObserver.Options = TelemetryObserver.Options(),
        configure: (inout OpenAI.Configuration) -> Void = { _ in }
    ) throws {
        self.model = model
        client = try model.client(
            observer: TelemetryObserver(options, tracer: tracer, metrics: metrics),
            configure: configure
        )
    }

    var request: ChatCompletionRequest { ChatCompletionRequest(model: "m", messages: [.user("a secret question")]) }

    /// The only span, which has ended.
    var span: FinishedInMemorySpan? { tracer.finishedSpans.count == 1 ? tracer.finishedSpans.first : nil }

    /// Returns the dimensions of a timer that has one value.
    func dimensions(ofTimer label: String) -> [String: String]? {
        guard let timer = metrics.timers(label: label).first, timer.values.count == 1 else { return nil }
        return Dictionary(uniqueKeysWithValues: timer.dimensions)
    }
}

extension FinishedInMemorySpan {
    subscript(_ name: String) -> SpanAttribute? { attributes.get(name) }

    /// The names of the attributes and their text.
    var text: String {
        var text = operationName
        attributes.forEach { text += " \($0)=\($1)" }
        return text
    }
}
