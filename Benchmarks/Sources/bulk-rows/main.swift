// Measures bulk runs.
//     bulk-rows --server http://127.0.0.1:<port> [--rows 4000]   CPU of a row, and of the same calls with a ledger
//     bulk-rows --mode load --path FILE --input FILE             reads a file of requests into a run
//     bulk-rows --mode settle --path FILE                        claims all rows and stores a result for each
//     bulk-rows --mode export --path FILE                        reads all results in the order of the input
//     bulk-rows --mode claim --queue postgres://... [--rows 20000]  claims rows from PostgreSQL, 64 at a time, with a budget
// Each mode runs in a separate process, because peak memory can be measured only for a whole process.

import Foundation
import Measuring
import Waiter
import WaiterBulk
import WaiterBulkPostgreSQL
import WaiterModels
import WaiterStore

let directory =
    argument("--path").map { URL(fileURLWithPath: $0).deletingLastPathComponent().path } ?? NSTemporaryDirectory()
let path = argument("--path") ?? directory + "/waiter-benchmark-bulk.sqlite3"
let concurrency = argument("--at-once", default: 16)

func remove(_ path: String) {
    for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
}

/// Prints the rate and this process's peak memory.
func reportRows(_ name: String, _ rows: Int, _ cost: Measuring.Cost) {
    report("bulk.\(name).rows", Double(rows))
    report("bulk.\(name).rate", Double(rows) / cost.seconds)
    report("bulk.\(name).us", cost.cpuMicroseconds / Double(rows))
    report("bulk.\(name).peak.mib", Usage.peakMebibytes)
}

// MARK: The cost of a row

func request(_ number: Int) -> ChatCompletionRequest {
    var request = ChatCompletionRequest(
        model: "gpt-4o",
        messages: [.system("Be brief."), .user("What is an API? (\(number))")]
    )
    request.maxCompletionTokens = 100
    return request
}

func requests(_ count: Int) throws -> AsyncStream<BatchLine> {
    let lines = try (1...count).map { try BatchLine(customID: "r\($0)", .chatCompletion(request($0))) }
    return AsyncStream { continuation in
        for line in lines { continuation.yield(line) }
        continuation.finish()
    }
}

func compare(_ server: String) async throws {
    let rows = argument("--rows", default: 4000)
    let rounds = argument("--rounds", default: 5)
    let ledgerPath = directory + "/waiter-benchmark-bulk-ledger.sqlite3"
    for path in [path, ledgerPath] { remove(path) }
    let ledger = try await Ledger(path: ledgerPath)
    let queue = try await SQLiteBulkQueue(path: path)
    let configuration = try OpenAI.Configuration(apiKey: APIKey("sk-benchmark"), baseURL: BaseURL(server + "/0/v1"))
    var metering = LedgerMeter.Options()
    metering.billsListPrices = true
    let client = try OpenAI(configuration: configuration, meter: ledger.meter(metering))
    var options = LiveBulkEngine.Options()
    options.concurrency = concurrency
    options.metering = metering
    let engine = try LiveBulkEngine(configuration: configuration, ledger: ledger, options: options)
    var costs: (calls: [Measuring.Cost], rows: [Measuring.Cost]) = ([], [])
    // The first round warms up connections and caches, and is not included in the results.
    for round in 0...rounds {
        let calls = try await Measuring.Cost.of {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<concurrency {
                    group.addTask {
                        for number in stride(from: task, to: rows, by: concurrency) {
                            _ = try await client.chat.completions.create(request(number))
                        }
                    }
                }
                try await group.waitForAll()
            }
            await ledger.meter(metering).flush()
        }
        let run = BulkRun("round-\(round)", in: queue)
        try await run.load(requests(rows))
        let processed = try await Measuring.Cost.of { _ = try await run.process(with: engine) }
        guard try await run.status()?.count(.done) == rows else { throw Failure(message: "rows without a result") }
        guard round > 0 else { continue }
        costs.calls.append(calls)
        costs.rows.append(processed)
    }
    report("bulk.call.us", median(costs.calls.map { $0.cpuMicroseconds / Double(rows) }))
    report("bulk.row.us", median(costs.rows.map { $0.cpuMicroseconds / Double(rows) }))
    report(
        "bulk.overhead.us",
        median(zip(costs.rows, costs.calls).map { ($0.cpuMicroseconds - $1.cpuMicroseconds) / Double(rows) })
    )
    report("bulk.call.rate", median(costs.calls.map { Double(rows) / $0.seconds }))
    report("bulk.row.rate", median(costs.rows.map { Double(rows) / $0.seconds }))
    for path in [path, ledgerPath] { remove(path) }
}

struct Failure: Error {
    var message: String
}

// MARK: A million rows

func load(_ input: String) async throws {
    remove(path)
    let run = BulkRun("million", in: try await SQLiteBulkQueue(path: path))
    let cost = try await Measuring.Cost.of { try await run.load(file: input) }
    reportRows("load", try await run.status()?.total ?? 0, cost)
}

func settle() async throws {
    let queue = try await SQLiteBulkQueue(path: path)
    _ = try await queue.begin("million", atMostOnce: false, budget: nil)
    let text = String(repeating: "An API is a contract between programs. ", count: 8)
    let message: JSONValue = ["role": "assistant", "content": .string(text)]
    let body: JSONValue = ["id": "c1", "choices": [["index": 0, "message": message, "finish_reason": "stop"]]]
    var rows = 0
    let cost = try await Measuring.Cost.of {
        while true {
            let claimed = try await queue.claim(upTo: 500, of: "million") { _ in .zero }.rows
            if claimed.isEmpty { break }
            try await queue.markSending(claimed.map(\.id))
            try await queue.settle(
                claimed.map { row in
                    let response = BulkResult.Response(statusCode: 200, requestID: "req_\(row.id)", body: body)
                    let result = BulkResult(customID: row.customID, state: .done, response: response)
                    return BulkSettlement(row: row.id, .result(result), cost: .zero)
                }
            )
            rows += claimed.count
        }
    }
    try await queue.end("million", state: .finished, message: nil)
    reportRows("settle", rows, cost)
}

func export() async throws {
    let run = BulkRun("million", in: try await SQLiteBulkQueue(path: path))
    var (rows, bytes) = (0, 0)
    let cost = try await Measuring.Cost.of {
        for try await result in run.results(ordered: true) {
            rows += 1
            bytes += result.json.jsonText.utf8.count
        }
    }
    reportRows("export", rows, cost)
    report("bulk.export.mb", Double(bytes) / 1e6)
}

// MARK: A shared queue

/// Measures loading rows into PostgreSQL, claiming them, and storing their results.
func claim(_ url: String) async throws {
    let rows = argument("--rows", default: 20_000)
    let queue = try await PostgreSQLBulkQueue(url)
    let name = "claim-\(UInt32.random(in: 0...UInt32.max))"
    let run = BulkRun(name, in: queue)
    let loaded = try await Measuring.Cost.of { try await run.load(requests(rows)) }
    reportRows("postgresql.load", rows, loaded)
    _ = try await queue.begin(name, atMostOnce: false, budget: .dollars(1000))
    var batches: [[BulkRow]] = []
    let claimed = try await Measuring.Cost.of {
        while true {
            let batch = try await queue.claim(upTo: 64, of: name) { _ in .cents(1) }.rows
            if batch.isEmpty { break }
            batches.append(batch)
        }
    }
    reportRows("postgresql.claim", batches.reduce(0) { $0 + $1.count }, claimed)
    let body: JSONValue = ["id": "c1", "choices": []]
    let settled = try await Measuring.Cost.of {
        for batch in batches {
            try await queue.markSending(batch.map(\.id))
            try await queue.settle(
                batch.map { row in
                    let response = BulkResult.Response(statusCode: 200, requestID: "req_\(row.id)", body: body)
                    let result = BulkResult(customID: row.customID, state: .done, response: response)
                    return BulkSettlement(row: row.id, .result(result), cost: .zero)
                }
            )
        }
    }
    reportRows("postgresql.settle", rows, settled)
    try await queue.end(name, state: .finished, message: nil)
}

switch argument("--mode") {
case "claim": try await claim(argument("--queue") ?? "postgres://postgres@localhost/postgres")
case "load": try await load(argument("--input") ?? "requests.jsonl")
case "settle": try await settle()
case "export": try await export()
default: try await compare(argument("--server") ?? "http://127.0.0.1:8080")
}
