// Measures what observing a call costs, without a network: the same call without an observer, with one that observes nothing (the
// check for nil and a call of a protocol), with spans, and with spans and metrics.
//     observing [--rounds 7] [--calls 5000]

import CoreMetrics
import InMemoryTracing
import Measuring
import Waiter
import WaiterObservability

let rounds = argument("--rounds", default: 7)
let calls = argument("--calls", default: 5000)

struct Nobody: CallObserver {
    func begin(_ call: ObservedCall) -> (any CallObservation)? { nil }
}

func client(_ observer: (any CallObserver)?) throws -> OpenAI {
    try OpenAI(configuration: .init(apiKey: APIKey("sk-benchmark")), transport: CannedAnswer(), observer: observer)
}

func telemetry(recordsMetrics: Bool, _ tracer: InMemoryTracer) -> TelemetryObserver {
    var options = TelemetryObserver.Options()
    options.recordsMetrics = recordsMetrics
    return TelemetryObserver(options, tracer: tracer, metrics: NOOPMetricsHandler.instance)
}

let tracer = InMemoryTracer()
let subjects: [(name: String, client: OpenAI)] = [
    ("none", try client(nil)), ("nobody", try client(Nobody())),
    ("spans", try client(telemetry(recordsMetrics: false, tracer))),
    ("all", try client(telemetry(recordsMetrics: true, tracer))),
]
let request = ChatCompletionRequest(model: "gpt-6.1-sol", messages: [.system("Be brief."), .user("What is an API?")])

var costs: [String: [Double]] = [:]
// The first round is not counted.
for round in 0...rounds {
    for (name, client) in subjects {
        let cost = try await Cost.of {
            for _ in 0..<calls {
                let completion = try await client.chat.completions.create(request)
                precondition(completion.usage?.totalTokens == 87)
            }
        }
        tracer.clearAll(includingActive: true)
        if round > 0 { costs[name, default: []].append(cost.cpuMicroseconds / Double(calls)) }
    }
}
let base = costs["none"] ?? []
for (name, _) in subjects {
    let observed = costs[name] ?? []
    report("observing.\(name).us", median(observed))
    if name != "none" { report("observing.\(name).added.us", median(zip(observed, base).map { $0 - $1 })) }
}
