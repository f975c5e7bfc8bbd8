import Foundation
import Measuring
import Waiter
import WaiterModels
import WaiterStore

// Measures the cost of recording a call, and the duration of usage reports.
//     ledger-recording --rows 1000000 --path FILE [--at-once 64]
let path = argument("--path") ?? NSTemporaryDirectory() + "waiter-benchmark.sqlite3"
let rows = argument("--rows", default: 1_000_000)
let calls = argument("--calls", default: 5000)

let names = ["gpt-4o", "gpt-4o-mini", "gpt-6.1-sol", "o3"]
let body = Array(#"{"model":"gpt-4o","messages":[{"role":"user","content":"What is an API?"}],"max_tokens":500}"#.utf8)

/// Returns an idempotency key like those that a client generates. The keys sort by time, so a ledger appends them to its
/// index.
func idempotencyKey() -> String {
    let time = String(UInt64(Date().timeIntervalSince1970 * 1_000_000), radix: 16)
    return "waiter-\(time)000\(String(UInt64.random(in: 1 << 60 ... .max), radix: 16))"
}

/// Meters calls one at a time. The last calls may not have been recorded when this function returns.
func record(_ count: Int, on meter: LedgerMeter, tags: [String] = []) async throws {
    var metering = MeteringOptions()
    metering.tags = tags
    for number in 0..<count {
        let attempt = MeteredAttempt(
            operation: "chat.completions.create",
            model: names[number % names.count],
            idempotencyKey: idempotencyKey(),
            server: "api.openai.com",
            body: body,
            options: metering
        )
        var outcome = AttemptOutcome(.complete, total: .milliseconds(900))
        outcome.httpStatus = 200
        outcome.requestID = "req_\(number)"
        outcome.metadata.model = names[number % names.count]
        outcome.metadata.stopReason = "stop"
        outcome.firstByte = .milliseconds(300)
        outcome.metadata.usage = TokenUsage(inputTokens: 1000 + number % 100, outputTokens: 200)
        try await meter.begin(attempt)?.end(outcome)
    }
}

func meter(_ ledger: Ledger, at time: @escaping @Sendable () -> Date) -> LedgerMeter {
    var options = LedgerMeter.Options()
    options.profile = "openai"
    options.now = time
    return ledger.meter(options)
}

/// Meters concurrent calls. These calls share transactions.
func recordConcurrently(_ atOnce: Int, on meter: LedgerMeter) async throws {
    let cost = try await Cost.of {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<atOnce { group.addTask { try await record(calls / atOnce, on: meter) } }
            try await group.waitForAll()
        }
        await meter.flush()
    }
    report("metered calls, \(atOnce) at once, calls/s", Double(calls / atOnce * atOnce) / cost.seconds)
    report("metered calls, \(atOnce) at once, CPU us a call", cost.cpuMicroseconds / Double(calls / atOnce * atOnce))
}

for name in [path, path + "-budget"] {
    for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: name + end) }
}

// With a budget, the tokens of each call are also counted, and its cost is reserved.
let walled = try await Ledger(path: path + "-budget")
try await walled.set(Budget(limit: Dollars(picodollars: .max), period: .month))
let wall = meter(walled) { Date() }
try await record(200, on: wall)
await wall.flush()
// If `--at-once` is given, the program measures only calls with a budget. The value of the option is the number of
// concurrent calls. This option is useful for profiling.
let only = argument("--at-once", default: 0)
if only > 0 {
    try await recordConcurrently(only, on: wall)
    exit(0)
}
let budgeted = try await Cost.of {
    try await record(calls, on: wall)
    await wall.flush()
}
report("recording with a budget, CPU us a call", budgeted.cpuMicroseconds / Double(calls))

// The cost of a call should not depend on the number of other budgets.
let others = argument("--budgets", default: 100_000)
for count in [10, others] {
    let name = path + "-budgets"
    for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: name + end) }
    let ledger = try await Ledger(path: name)
    for user in 0..<count {
        try await ledger.set(Budget(limit: Dollars(picodollars: .max), period: .day, scope: .tag("user:\(user)")))
    }
    let meter = meter(ledger) { Date() }
    try await record(200, on: meter, tags: ["user:7"])
    await meter.flush()
    let cost = try await Cost.of {
        try await record(calls, on: meter, tags: ["user:7"])
        await meter.flush()
    }
    report("a call with its budget beside \(count) others, CPU us", cost.cpuMicroseconds / Double(calls))
}

for atOnce in [1, 64] { try await recordConcurrently(atOnce, on: wall) }

let ledger = try await Ledger(path: path)
let plain = meter(ledger) { Date() }
try await record(200, on: plain)
await plain.flush()
let recording = try await Cost.of {
    try await record(calls, on: plain)
    await plain.flush()
}
report("recording, CPU us a call", recording.cpuMicroseconds / Double(calls))

// Distribute the remaining rows over the past year in a hundred batches.
let now = Date().timeIntervalSince1970
let piece = max(1, (rows - calls - 200) / 100)
let filling = try await Cost.of {
    for part in 0..<100 {
        let time = Date(timeIntervalSince1970: now - Double(100 - part) * 3.65 * 86_400)
        try await record(piece, on: meter(ledger) { time })
    }
    await ledger.flush()
}
report("recording into a large ledger, CPU us a call", filling.cpuMicroseconds / Double(piece * 100))

for grouping in [UsageGrouping.day, .model, .conversation, .tag] {
    var times: [Double] = []
    for _ in 0..<5 {
        times.append(try await Cost.of { _ = try await ledger.usage(by: grouping) }.seconds * 1000)
    }
    report("usage by \(grouping.rawValue), \(rows) rows, ms", median(times))
}
