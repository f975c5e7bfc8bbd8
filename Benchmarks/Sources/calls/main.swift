// Measures the cost of a call when calls are made one at a time and 64 at a time. The measurements alternate between
// Waiter and async-http-client with JSONDecoder.
//     calls --server http://127.0.0.1:<port> [--mode sequential | concurrent] [--only bare | waiter]

import AsyncHTTPClient
import Measuring
import Waiter

let server = argument("--server") ?? "http://127.0.0.1:8080"
let rounds = argument("--rounds", default: 7)
let calls = argument("--calls", default: 2000)
let only = argument("--only")
let concurrency = 64

let waiter = try OpenAI(configuration: .init(apiKey: APIKey("sk-benchmark"), baseURL: BaseURL(server + "/0/v1")))
let bare = BareClient(url: server + "/0/v1/chat/completions")

func callWaiter() async throws {
    let request = ChatCompletionRequest(
        model: "gpt-6.1-sol",
        messages: [.system("Be brief."), .user("What is an API?")]
    )
    let completion = try await waiter.chat.completions.create(request)
    precondition(completion.usage?.totalTokens == 87)
}

/// Makes all calls from the given number of concurrent tasks, and returns the total cost.
func measure(atOnce tasks: Int, _ call: @escaping @Sendable () async throws -> Void) async throws -> Cost {
    try await Cost.of {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<tasks {
                group.addTask { for _ in 0..<(calls / tasks) { try await call() } }
            }
            try await group.waitForAll()
        }
    }
}

func compare(_ name: String, atOnce tasks: Int) async throws {
    var costs: [String: [Cost]] = [:]
    // The first round warms up connections and caches, and is not included in the results.
    for round in 0...rounds {
        var subjects: [(String, @Sendable () async throws -> Void)] = [("bare", bare.call), ("waiter", callWaiter)]
        if let only { subjects.removeAll { $0.0 != only } }
        for (subject, call) in subjects {
            let cost = try await measure(atOnce: tasks, call)
            if round > 0 { costs[subject, default: []].append(cost) }
        }
    }
    let done = Double(calls / tasks * tasks)
    for (subject, costs) in costs.sorted(by: { $0.key < $1.key }) {
        report("calls.\(name).\(subject).us", median(costs.map { $0.cpuMicroseconds / done }))
        report("calls.\(name).\(subject).rate", median(costs.map { done / $0.seconds }))
    }
    if let bare = costs["bare"], let waiter = costs["waiter"] {
        report("calls.\(name).ratio", median(zip(waiter, bare).map { $0.cpuMicroseconds / $1.cpuMicroseconds }))
    }
}

let mode = argument("--mode")
if mode != "concurrent" { try await compare("sequential", atOnce: 1) }
if mode != "sequential" { try await compare("concurrent", atOnce: concurrency) }
report("calls.peak.mib", Usage.peakMebibytes)
try await bare.client.shutdown() as Void
