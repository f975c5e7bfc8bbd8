import Foundation
import Synchronization
import Testing
import Waiter
import WaiterModels
import WaiterTestSupport

@testable import WaiterBulk
@testable import WaiterStore

/// A queue in a temporary file, a ledger in memory, and a server that answers each prompt with its own text.
final class BulkScene: Sendable {
    let folder: String
    let server: FaultServer
    let queue: SQLiteBulkQueue
    let ledger: Ledger
    var path: String { folder + "/bulk.sqlite3" }

    /// Creates a scene; the script returns nil to answer.
    init(_ script: @escaping @Sendable (FaultServer.Request, Int) -> [FaultServer.Step]? = { _, _ in nil }) async throws
    {
        folder = NSTemporaryDirectory() + "waiter-bulk-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        server = try FaultServer { request, number in script(request, number) ?? Self.answer(to: request) }
        queue = try await SQLiteBulkQueue(path: folder + "/bulk.sqlite3")
        ledger = try await Ledger(path: Ledger.inMemory)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// The text of the only message of a request.
    static func prompt(_ request: FaultServer.Request) -> String {
        let json = try? JSONValue(jsonText: request.text)
        return json?["messages"]?[0]?["content"]?.stringValue ?? ""
    }

    /// Returns an answer that repeats the prompt, with usage.
    static func answer(to request: FaultServer.Request, headers: [String] = []) -> [FaultServer.Step] {
        let message: JSONValue = ["role": "assistant", "content": .string(prompt(request))]
        let body: JSONValue = [
            "id": "c1", "model": "gpt-4o", "choices": [["index": 0, "message": message, "finish_reason": "stop"]],
            "usage": ["prompt_tokens": 8, "completion_tokens": 10, "total_tokens": 18],
        ]
        return [.response(body.jsonText, headers: ["content-type: application/json"] + headers)]
    }

    /// Returns an error in OpenAI's format.
    static func error(_ status: String, code: String, headers: [String] = []) -> [FaultServer.Step] {
        let body: JSONValue = ["error": ["message": "failed", "code": .string(code)]]
        return [.response(body.jsonText, status: status, headers: ["content-type: application/json"] + headers)]
    }

    static func line(_ number: Int, model: String = "gpt-4o", most: Int = 100) -> BatchLine {
        BatchLine(
            customID: "r\(number)",
            url: "/v1/chat/completions",
            body: [
                "model": .string(model), "max_completion_tokens": .integer(Int64(most)),
                "messages": [["role": "user", "content": .string("prompt \(number)")]],
            ]
        )
    }

    func run(_ name: String = "test", rows: Int) async throws -> BulkRun {
        let run = BulkRun(name, in: queue)
        try await run.load(
            AsyncStream { continuation in
                for number in 0..<rows { continuation.yield(Self.line(number)) }
                continuation.finish()
            }
        )
        return run
    }

    /// Creates an engine whose pauses end immediately, for a server that charges list prices.
    func engine(
        concurrency: Int = 4,
        clock: ManualClock = ManualClock(skipsPauses: true),
        configure: (inout LiveBulkEngine.Options) -> Void = { _ in }
    ) throws -> LiveBulkEngine {
        let configuration = try OpenAI.Configuration(
            apiKey: APIKey("sk-test-0123456789abcdef"),
            baseURL: BaseURL(server.address + "/v1"),
            clock: clock
        )
        var options = LiveBulkEngine.Options()
        options.concurrency = concurrency
        options.metering.billsListPrices = true
        configure(&options)
        return try LiveBulkEngine(configuration: configuration, ledger: ledger, options: options)
    }

    /// Makes it appear as if a process had died while it was working on a run.
    func die(_ run: BulkRun, sending: [String] = [], claimed: [String] = [], reserved: Int64? = nil) throws {
        let connection = try SQLiteConnection(path: path, mode: .readWrite, busyTimeout: 5000)
        try connection.writing {
            try connection.run("UPDATE run SET owner = '2147483646:1' WHERE name = ?", run.name)
            for (ids, state) in [(sending, BulkRow.State.sending), (claimed, .claimed)] {
                for id in ids {
                    try connection.run(
                        "UPDATE row SET state = ?, reserved = ? WHERE custom_id = ?",
                        state.rawValue,
                        reserved,
                        id
                    )
                    try connection.run("UPDATE run SET reserved = reserved + ? WHERE name = ?", reserved ?? 0, run.name)
                }
            }
        }
    }

    /// Executes SQL on the queue from another connection, as another process would.
    func execute(_ sql: String) { Self.execute(sql, in: path) }

    /// Executes SQL on a queue from another connection.
    static func execute(_ sql: String, in path: String) {
        do {
            try SQLiteConnection(path: path, mode: .readWrite, busyTimeout: 5000).execute(sql)
        } catch {
            Issue.record(error)
        }
    }

    func results(of run: BulkRun, ordered: Bool = true) async throws -> [BulkResult] {
        var results: [BulkResult] = []
        for try await result in run.results(ordered: ordered) { results.append(result) }
        return results
    }
}

extension BulkResult {
    /// The text of a chat completion.
    var text: String? { response?.body["choices"]?[0]?["message"]?["content"]?.stringValue }
}

extension BulkStop {
    /// The name of the case.
    var name: String { "\(self)".prefix { $0 != "(" }.description }
}
