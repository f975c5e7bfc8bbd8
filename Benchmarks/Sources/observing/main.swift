// Measures the CPU time that observing a call takes. No network is used.
//     observing [--rounds 7] [--calls 5000] [--only all]
//
// The same call is made without an observer (`none`) and with each of these observers. `nobody` observes nothing, so
// its only costs are a check for `nil` and a call to a protocol method. `noop` creates spans with a tracer that
// discards them. `spans` creates spans with a tracer that keeps the attributes until the span ends. `metrics` records
// metrics in a backend that only sums them. `all` combines `spans` and `metrics`. `memory` creates spans with
// InMemoryTracer, which keeps everything.
//
// In the output, `.us` is the time of a call. `.added.us` is the difference between this time and the time of `none` in
// the same round, and `.ratio` is the quotient of the two times. `tracer.*.us` is the time of the tracer alone, for a
// span whose attributes are set twice, as the observer sets them. Subtract this time to see the cost of the observer.
// `.chunk.ns` is the time per stream chunk when one chunk or 32 chunks are read at a time.
//
// If `--only` is given, the program measures only `none` and the named observer. This option is useful for profiling.
//
// The target is at most 10 us with spans. The time depends on what else the machine is doing. Short rounds and a single
// core reduce this influence. The following times were measured on 2026-11-30 on a virtual machine with two cores (AMD
// EPYC), with `taskset -c 1 observing --rounds 60 --calls 400`. A call with `none` took 26 us. Each row contains the
// median, the minimum and the maximum of eight runs in us.
//     noop       2.0    1.7    2.8
//     metrics    6.8    6.3    8.6
//     spans      9.1    8.1   11.1
//     all       11.3   10.3   13.2
// If the tracer does not sample a call (`noop`), only the start and the end of the span are noted. A body is parsed only
// if content is captured, or if the call was not made with a typed request.

import CoreMetrics
import InMemoryTracing
import Measuring
import Tracing
import Waiter
import WaiterObservability

let rounds = argument("--rounds", default: 7)
let calls = argument("--calls", default: 5000)

struct Nobody: CallObserver {
    func begin(_ call: ObservedCall) -> (any CallObservation)? { nil }
}

/// A client with a key of the usual length. The length matters because the response's metadata is searched for the key.
func client(_ observer: (any CallObserver)?) throws -> OpenAI {
    let key = APIKey("sk-proj-" + String(repeating: "Ab1Cd2Ef", count: 6))
    return try OpenAI(configuration: .init(apiKey: key), transport: CannedAnswer(), observer: observer)
}

func telemetry(_ tracer: (any Tracer)?, recordsMetrics: Bool = false) -> TelemetryObserver {
    var options = TelemetryObserver.Options()
    options.recordsSpans = tracer != nil
    options.recordsMetrics = recordsMetrics
    return TelemetryObserver(options, tracer: tracer, metrics: MinimalMetrics())
}

/// Begins and ends spans as the observer does, but with attributes that were created in advance.
func makeSpans(_ tracer: some Tracer) {
    var start = SpanAttributes([:])
    for number in 0..<10 { start.set("gen_ai.attribute.start.\(number)", value: .string("value")) }
    var end = start
    for number in 0..<10 { end.set("gen_ai.attribute.end.\(number)", value: .string("value")) }
    for _ in 0..<calls {
        let span = tracer.startSpan("chat gpt-6.1-sol", ofKind: .client)
        guard span.isRecording else { continue }
        span.updateAttributes { $0 = start }
        span.updateAttributes { $0 = end }
        span.end()
    }
}

/// Makes calls outside the main actor, like a server. Each call from the main actor would wake the main thread.
@concurrent
func makeCalls(_ count: Int, _ client: OpenAI, _ request: ChatCompletionRequest) async throws {
    for _ in 0..<count {
        let completion = try await client.chat.completions.create(request)
        precondition(completion.usage?.totalTokens == 87)
    }
}

/// Returns the time per chunk in nanoseconds.
func chunkCost(perRead count: Int) async -> Double {
    let observation = telemetry(NoOpTracer(), recordsMetrics: true)
        .begin(ObservedCall(operation: "chat.completions.stream", model: "gpt-6.1-sol", isStream: true))
    let reads = 200_000 / count
    let cost = await Cost.of {
        for read in 0..<reads { observation?.received(chunks: count, at: .microseconds(read)) }
    }
    observation?.end(CallOutcome(.complete))
    return cost.cpuMicroseconds * 1000 / Double(reads * count)
}

let memory = InMemoryTracer()
let only = argument("--only")
let observers: [(name: String, client: OpenAI)] = [
    ("none", try client(nil)),
    ("nobody", try client(Nobody())),
    ("noop", try client(telemetry(NoOpTracer()))),
    ("spans", try client(telemetry(MinimalTracer()))),
    ("metrics", try client(telemetry(nil, recordsMetrics: true))),
    ("all", try client(telemetry(MinimalTracer(), recordsMetrics: true))),
    ("memory", try client(telemetry(memory, recordsMetrics: true))),
]
let subjects = observers.filter { only == nil || $0.name == "none" || $0.name == only }
let request = ChatCompletionRequest(model: "gpt-6.1-sol", messages: [.system("Be brief."), .user("What is an API?")])

var costs: [String: [Double]] = [:]
// The first round is not included in the results.
for round in 0...rounds {
    func note(_ name: String, _ value: Double) {
        if round > 0 { costs[name, default: []].append(value) }
    }
    for (name, client) in subjects {
        let cost = try await Cost.of { try await makeCalls(calls, client, request) }
        memory.clearAll(includingActive: true)
        note(name, cost.cpuMicroseconds / Double(calls))
    }
    note("tracer.minimal", await Cost.of { makeSpans(MinimalTracer()) }.cpuMicroseconds / Double(calls))
    note("tracer.memory", await Cost.of { makeSpans(memory) }.cpuMicroseconds / Double(calls))
    memory.clearAll(includingActive: true)
    for count in [1, 32] { note("chunk.\(count)", await chunkCost(perRead: count)) }
}

let base = costs["none"] ?? []
for (name, _) in subjects {
    let observed = costs[name] ?? []
    report("observing.\(name).us", median(observed))
    guard name != "none" else { continue }
    report("observing.\(name).added.us", median(zip(observed, base).map { $0 - $1 }))
    report("observing.\(name).ratio", median(zip(observed, base).map { $0 / $1 }))
}
for name in ["minimal", "memory"] { report("observing.tracer.\(name).us", median(costs["tracer.\(name)"] ?? [])) }
for count in [1, 32] { report("observing.chunk.\(count).ns", median(costs["chunk.\(count)"] ?? [])) }
