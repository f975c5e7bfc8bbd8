import Foundation
import Synchronization
import Waiter
import WaiterBulk
import WaiterModels
import WaiterTestSupport

@testable import WaiterBulkPostgreSQL

/// Queues on a real server, and an engine that sends nothing.
enum QueueScene {
    /// The server that all tests share; each of them has runs of its own.
    static let server = Result { try PostgreSQLServer() }

    static func queue(
        _ url: String? = nil,
        lease: Duration = .seconds(30),
        configure: (inout PostgreSQLBulkQueue.Options) -> Void = { _ in }
    ) async throws -> PostgreSQLBulkQueue {
        var options = PostgreSQLBulkQueue.Options()
        options.lease = lease
        configure(&options)
        return try await PostgreSQLBulkQueue(url ?? server.get().url(), options: options)
    }

    static func line(_ number: Int) -> BatchLine {
        BatchLine(
            customID: "r\(number)",
            url: "/v1/chat/completions",
            body: ["model": "gpt-4o", "messages": [["role": "user", "content": .string("prompt \(number) ∞ \u{0}")]]]
        )
    }

    /// Loads a run with an unused name.
    static func run(_ rows: Int, in queue: PostgreSQLBulkQueue) async throws -> BulkRun {
        let run = BulkRun("run-\(UUID().uuidString)", in: queue)
        try await run.load(
            AsyncStream { continuation in
                for number in 0..<rows { continuation.yield(line(number)) }
                continuation.finish()
            }
        )
        return run
    }

    static func results(of run: BulkRun, ordered: Bool = true) async throws -> [BulkResult] {
        var results: [BulkResult] = []
        for try await result in run.results(ordered: ordered) { results.append(result) }
        return results
    }

    /// Makes the lease of all workers of a run expire, as if they had lost the network.
    static func expire(_ run: BulkRun, _ queue: PostgreSQLBulkQueue) async throws {
        let name = run.name
        try await queue.session.write { connection in
            _ = try connection.query(
                """
                UPDATE waiter_bulk.worker SET lease = 0, expires_at = now() - interval '1 millisecond'
                WHERE run = (SELECT id FROM waiter_bulk.run WHERE name = $1)
                """,
                .text(name)
            )
        }
    }

    static func settlement(_ row: BulkRow, cost: Int64?) -> BulkSettlement {
        BulkSettlement(
            row: row.id,
            .result(result(row)),
            cost: cost.map { Dollars(picodollars: $0) },
            usage: TokenUsage(inputTokens: 3, outputTokens: 2)
        )
    }

    static func result(_ row: BulkRow) -> BulkResult {
        let response = BulkResult.Response(statusCode: 200, requestID: "req", body: ["echo": .string(row.customID)])
        return BulkResult(customID: row.customID, state: .done, response: response)
    }
}

/// An engine that settles each row with its own ID as the answer, and counts what it would have sent.
struct EchoEngine: BulkEngine {
    /// The rows that were sent, shared by several engines.
    final class Log: Sendable {
        private let counts = Mutex<[String: Int]>([:])

        var sent: [String: Int] { counts.withLock(\.self) }
        var total: Int { sent.values.reduce(0, +) }

        func add(_ row: BulkRow) -> Int {
            counts.withLock { counts in
                counts[row.customID, default: 0] += 1
                return counts.values.reduce(0, +)
            }
        }
    }

    static let maximum: Int64 = 100
    let log: Log
    /// The cost of each row; at most `maximum`.
    var cost: Int64 = 40
    var requiresSoleWorker = false
    /// A closure that is called after a number of rows has been sent.
    var onSent: (@Sendable (Int) async throws -> Void)?

    func maxCost(of row: BulkRow) throws -> Dollars { Dollars(picodollars: Self.maximum) }

    func process(_ work: BulkWork) async throws -> BulkStop {
        while work.stop == nil {
            let (claim, reason) = try await work.claim(upTo: 16)
            if claim.rows.isEmpty {
                guard claim.isAwaitingWorkers else { return reason }
                try await Task.sleep(for: .milliseconds(10))
                continue
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for row in claim.rows {
                    group.addTask {
                        do {
                            try await work.markSending([row])
                        } catch let error as BulkError where error.code == .leaseLost {
                            return
                        }
                        let number = log.add(row)
                        try await onSent?(number)
                        try await work.settle(QueueScene.settlement(row, cost: cost))
                    }
                }
                try await group.waitForAll()
            }
        }
        return work.stop ?? .finished
    }
}
