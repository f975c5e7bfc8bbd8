import Foundation
import Synchronization
import Testing
import Waiter
import WaiterBulk
import WaiterModels
import WaiterPlatform
import WaiterTestSupport

@testable import WaiterBulkPostgreSQL

@Suite(
    "Workers that share a run in PostgreSQL",
    .enabled(if: PostgreSQLServer.isAvailable, "\(PostgreSQLServer.absence)"),
    .timeLimit(.minutes(2))
)
struct WorkerTests {
    @Test("Four workers and one that dies: each row has one result, and only the dead one's requests are repeated")
    func race() async throws {
        let queue = try await QueueScene.queue()
        let run = try await QueueScene.run(600, in: queue)
        let log = EchoEngine.Log()
        var dead: PostgreSQLBulkQueue? = try await QueueScene.queue(lease: .milliseconds(500))
        let budget = Dollars(picodollars: 1_000_000)
        _ = try await dead?.begin(run.name, atMostOnce: false, isSole: false, budget: budget)
        let lost = try #require(try await dead?.claim(upTo: 40, of: run.name) { _ in Dollars(picodollars: 100) }.rows)
        let sending = lost.prefix(10)
        try await dead?.markSending(sending.map(\.id))
        for row in sending { _ = log.add(row) }
        // Without its queue, the worker sends no more heartbeats.
        dead = nil
        try await withThrowingTaskGroup(of: BulkStop.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let run = BulkRun(run.name, in: try await QueueScene.queue())
                    return try await run.process(with: EchoEngine(log: log))
                }
            }
            for try await stop in group { #expect("\(stop)" == "finished") }
        }
        #expect(try await QueueScene.results(of: run).map(\.customID) == (0..<600).map { "r\($0)" })
        let repeated = Set(sending.map(\.customID))
        for (id, count) in log.sent {
            #expect(count == (repeated.contains(id) ? 2 : 1), "\(id) was sent \(count) times")
        }
        let status = try #require(try await run.status())
        #expect(status.state == .finished)
        #expect(status.repeated == 10)
        #expect(status.reserved == .zero)
        // The requests of the dead worker stay counted at their maximum.
        #expect(status.uncertain.picodollars == 10 * EchoEngine.maximum)
        #expect(status.spent.picodollars == 600 * 40)
    }

    @Test("Reservations and costs of all workers never exceed the budget, which is used up to the last row")
    func budget() async throws {
        let queue = try await QueueScene.queue()
        let run = try await QueueScene.run(400, in: queue)
        let log = EchoEngine.Log()
        // 40 of each 100 reserved are spent: the 148th row needs 147 * 40 + 100 = 5980, the next one 6020.
        let budget = Dollars(picodollars: 6_000)
        let done = CancellationFlag()
        try await withThrowingTaskGroup(of: String.self) { group in
            group.addTask {
                while !done.isSet {
                    guard let status = try await queue.status(of: run.name) else { break }
                    let used = status.reserved.picodollars + status.spent.picodollars + status.uncertain.picodollars
                    #expect(used <= budget.picodollars)
                }
                return "watched"
            }
            for _ in 0..<4 {
                group.addTask {
                    let run = BulkRun(run.name, in: try await QueueScene.queue())
                    return "\(try await run.process(with: EchoEngine(log: log), options: BulkOptions(budget: budget)))"
                }
            }
            for _ in 0..<4 { #expect(try await group.next() == "overBudget") }
            done.set()
            try await group.waitForAll()
        }
        let status = try #require(try await run.status())
        #expect(log.total == 148)
        #expect(status.spent.picodollars == 148 * 40)
        #expect(status.reserved == .zero)
        #expect(status.rows == [.done: 148, .waiting: 252])
        #expect(status.state == .paused)
    }

    @Test("A result that arrives after the lease expired is stored, and its cost replaces the maximum")
    func late() async throws {
        let first = try await QueueScene.queue()
        let second = try await QueueScene.queue()
        let run = try await QueueScene.run(3, in: first)
        _ = try await first.begin(run.name, atMostOnce: false, isSole: false, budget: Dollars(picodollars: 1_000))
        let rows = try await first.claim(upTo: 2, of: run.name) { _ in Dollars(picodollars: 100) }.rows
        try await first.markSending([rows[0].id])
        try await QueueScene.expire(run, first)
        _ = try await second.begin(run.name, atMostOnce: false, isSole: false, budget: nil)
        var status = try #require(try await run.status())
        #expect(status.rows == [.waiting: 3])
        #expect(status.uncertain.picodollars == 100)
        #expect(status.reserved == .zero)
        #expect(status.repeated == 1)
        // The row that was not sent yet belongs to whoever claims it.
        await #expect { try await first.markSending([rows[1].id]) } throws: { ($0 as? BulkError)?.code == .leaseLost }
        let claim = try await second.claim(upTo: 1, of: run.name) { _ in Dollars(picodollars: 100) }
        #expect(claim.rows.map(\.customID) == ["r0"])
        #expect(try await first.settle(QueueScene.settlement(rows[0], cost: 30)) == false)
        status = try #require(try await run.status())
        #expect(status.rows == [.done: 1, .waiting: 2])
        #expect(status.uncertain == .zero)
        #expect(status.spent.picodollars == 30)
        #expect(status.reserved == .zero)
        #expect(try await QueueScene.results(of: run).map(\.customID) == ["r0"])
        // The answer is there, so the other worker does not send the row.
        await #expect { try await second.markSending(claim.rows.map(\.id)) } throws: {
            ($0 as? BulkError)?.code == .leaseLost
        }
    }

    @Test("A late result of a row that is being sent again is stored, and both attempts are counted")
    func lateTwice() async throws {
        let first = try await QueueScene.queue()
        let second = try await QueueScene.queue()
        let run = try await QueueScene.run(1, in: first)
        _ = try await first.begin(run.name, atMostOnce: false, isSole: false, budget: Dollars(picodollars: 1_000))
        let rows = try await first.claim(upTo: 1, of: run.name) { _ in Dollars(picodollars: 100) }.rows
        try await first.markSending(rows.map(\.id))
        try await QueueScene.expire(run, first)
        _ = try await second.begin(run.name, atMostOnce: false, isSole: false, budget: nil)
        let again = try await second.claim(upTo: 1, of: run.name) { _ in Dollars(picodollars: 100) }.rows
        try await second.markSending(again.map(\.id))
        #expect(try await run.status()?.uncertain.picodollars == 100)
        #expect(try await run.status()?.reserved.picodollars == 100)
        _ = try await first.settle(QueueScene.settlement(rows[0], cost: 30))
        let failed = BulkResult(customID: "r0", state: .failed, error: ["code": "late"])
        _ = try await second.settle(BulkSettlement(row: again[0].id, .result(failed), cost: Dollars(picodollars: 5)))
        let status = try #require(try await run.status())
        #expect(status.rows == [.done: 1])
        #expect(status.spent.picodollars == 35)
        #expect(status.uncertain == .zero)
        #expect(status.reserved == .zero)
        #expect(try await QueueScene.results(of: run).map(\.state) == [.done])
    }

    @Test("After its lease expired, a process does not claim rows that its tasks still hold")
    func lostRows() async throws {
        let (first, second) = (try await QueueScene.queue(), try await QueueScene.queue())
        let run = try await QueueScene.run(3, in: first)
        _ = try await first.begin(run.name, atMostOnce: false, isSole: false, budget: nil)
        let rows = try await first.claim(upTo: 2, of: run.name) { _ in .zero }.rows
        try await QueueScene.expire(run, first)
        _ = try await second.begin(run.name, atMostOnce: false, isSole: false, budget: nil)
        let claim = try await first.claim(upTo: 3, of: run.name) { _ in .zero }
        #expect(claim.rows.map(\.customID) == ["r2"])
        #expect(claim.isAwaitingWorkers)
        // One task notices when it is about to send its row, and the other one returns it.
        await #expect { try await first.markSending([rows[0].id]) } throws: { ($0 as? BulkError)?.code == .leaseLost }
        try await first.release([rows[1].id])
        let again = try await first.claim(upTo: 3, of: run.name) { _ in .zero }.rows
        #expect(again.map(\.customID) == ["r0", "r1"])
    }

    @Test("A first budget is refused while workers hold rows without a reservation")
    func lateBudget() async throws {
        let (first, second) = (try await QueueScene.queue(), try await QueueScene.queue())
        let run = try await QueueScene.run(3, in: first)
        let price: @Sendable (BulkRow) throws -> Dollars = { _ in Dollars(picodollars: 100) }
        _ = try await first.begin(run.name, atMostOnce: false, isSole: false, budget: nil)
        let rows = try await first.claim(upTo: 1, of: run.name, price: price).rows
        let budget = Dollars(picodollars: 150)
        await #expect {
            _ = try await second.begin(run.name, atMostOnce: false, isSole: false, budget: budget)
        } throws: {
            ($0 as? BulkError)?.code == .inUse
        }
        #expect(try await run.status()?.budget == nil)
        try await first.release(rows.map(\.id))
        _ = try await second.begin(run.name, atMostOnce: false, isSole: false, budget: budget)
        let claim = try await first.claim(upTo: 2, of: run.name, price: price)
        #expect(claim.rows.count == 1 && claim.isOverBudget)
    }

    @Test("With atMostOnce, rows that a dead worker may have sent stay unknown, whoever recovers them")
    func atMostOnce() async throws {
        let first = try await QueueScene.queue()
        let second = try await QueueScene.queue()
        let run = try await QueueScene.run(3, in: first)
        _ = try await first.begin(run.name, atMostOnce: true, isSole: false, budget: nil)
        let rows = try await first.claim(upTo: 2, of: run.name) { _ in .zero }.rows
        try await first.markSending([rows[0].id])
        try await QueueScene.expire(run, first)
        let log = EchoEngine.Log()
        #expect("\(try await BulkRun(run.name, in: second).process(with: EchoEngine(log: log)))" == "finished")
        #expect(try await QueueScene.results(of: run).map(\.state) == [.unknown, .done, .done])
        #expect(log.sent == ["r1": 1, "r2": 1])
        #expect(try await run.status()?.unknownCosts == 1)
    }

    @Test("The server restarts in the middle: no result is lost, and no cost is counted twice")
    func restart() async throws {
        let server = try PostgreSQLServer()
        let outages = Mutex(0)
        let queue = try await QueueScene.queue(server.url()) { options in
            options.onConnectionLost = { _ in outages.withLock { $0 += 1 } }
        }
        let run = try await QueueScene.run(400, in: queue)
        let log = EchoEngine.Log()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<3 {
                group.addTask {
                    var engine = EchoEngine(log: log)
                    engine.onSent = { number in
                        guard number == 100 || number == 250 else { return }
                        try server.crash()
                        try server.start()
                    }
                    let own = worker == 0 ? queue : try await QueueScene.queue(server.url())
                    let options = BulkOptions(budget: Dollars(picodollars: 1_000_000))
                    let stop = try await BulkRun(run.name, in: own).process(with: engine, options: options)
                    #expect("\(stop)" == "finished")
                }
            }
            try await group.waitForAll()
        }
        #expect(log.total == 400)
        #expect(try await QueueScene.results(of: run).map(\.customID) == (0..<400).map { "r\($0)" })
        let status = try #require(try await run.status())
        #expect(status.spent.picodollars == 400 * 40)
        #expect(status.uncertain == .zero)
        #expect(status.reserved == .zero)
        #expect(status.repeated == 0)
        #expect(outages.withLock(\.self) >= 1)
    }

    @Test("A server that stays away is an error, and a cancelled task does not wait for it")
    func outage() async throws {
        let server = try PostgreSQLServer()
        let queue = try await QueueScene.queue(server.url()) { $0.reconnectTimeout = .milliseconds(200) }
        let patient = try await QueueScene.queue(server.url())
        try server.crash()
        await #expect { _ = try await queue.runs() } throws: { ($0 as? PostgreSQLError)?.code == .connection }
        let waiting = Task { try await patient.runs() }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
    }
}
