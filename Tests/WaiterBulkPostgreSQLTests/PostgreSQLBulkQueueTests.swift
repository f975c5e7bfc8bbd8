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
    "A queue in PostgreSQL",
    .enabled(if: PostgreSQLServer.isAvailable, "\(PostgreSQLServer.absence)"),
    .timeLimit(.minutes(2))
)
struct PostgreSQLBulkQueueTests {
    @Test("Every row has exactly one result, in either order, and the costs are added up")
    func complete() async throws {
        let queue = try await QueueScene.queue()
        let run = try await QueueScene.run(300, in: queue)
        let log = EchoEngine.Log()
        #expect("\(try await run.process(with: EchoEngine(log: log)))" == "finished")
        let results = try await QueueScene.results(of: run)
        #expect(results.map(\.customID) == (0..<300).map { "r\($0)" })
        #expect(results.allSatisfy { $0.response?.body["echo"]?.stringValue == $0.customID })
        #expect(Set(try await QueueScene.results(of: run, ordered: false).map(\.customID)).count == 300)
        let status = try #require(try await run.status())
        #expect(status.state == .finished)
        #expect(!status.isActive)
        #expect(status.rows == [.done: 300])
        #expect(status.spent.picodollars == 300 * 40)
        #expect(status.inputTokens == 900)
        #expect(try await queue.runs().contains { $0.name == run.name })
        // Another invocation sends nothing.
        _ = try await run.process(with: EchoEngine(log: log))
        #expect(log.total == 300)
        try await queue.remove(run.name)
        #expect(try await run.status() == nil)
    }

    @Test("Requests are stored unchanged, and duplicates name the line of the first one")
    func load() async throws {
        let queue = try await QueueScene.queue()
        let name = "run-\(UUID().uuidString)"
        try await queue.create(name, budget: nil, details: ["input": "in.jsonl"])
        #expect(try await queue.insert([(1, QueueScene.line(1)), (2, QueueScene.line(2))], into: name).isEmpty)
        let duplicates = try await queue.insert(
            [(3, QueueScene.line(2)), (4, QueueScene.line(4)), (5, QueueScene.line(4))],
            into: name
        )
        #expect(duplicates.map(\.position) == [0, 2])
        #expect(duplicates.map(\.line) == [2, 4])
        // A run that is being loaded cannot be processed or removed by another process.
        let other = try await QueueScene.queue()
        await #expect { try await other.remove(name) } throws: { ($0 as? BulkError)?.code == .inUse }
        await #expect { _ = try await BulkRun(name, in: other).process(with: EchoEngine(log: .init())) } throws: {
            ($0 as? BulkError)?.code == .inUse
        }
        try await queue.finishLoading(name, details: ["input": "in.jsonl"])
        let status = try #require(try await other.status(of: name))
        #expect(status.rows == [.waiting: 3])
        #expect(status.details["input"] == "in.jsonl")
        _ = try await other.begin(name, atMostOnce: false, isSole: false, budget: nil)
        let claim = try await other.claim(upTo: 10, of: name) { _ in .zero }
        #expect(claim.rows.map(\.customID) == ["r1", "r2", "r4"])
        #expect(claim.rows[0].body == QueueScene.line(1).body.jsonBytes)
        #expect(claim.rows[0].reserved == nil)
        let long = BatchLine(customID: String(repeating: "x", count: 2000), url: "/v1/embeddings", body: [:])
        await #expect { _ = try await queue.insert([(9, long)], into: name) } throws: {
            ($0 as? BulkError)?.code == .invalidInput && ($0 as? BulkError)?.line == 9
        }
    }

    @Test("Failed rows are sent again with another key, and a cancelled run sends nothing")
    func retryAndCancel() async throws {
        let queue = try await QueueScene.queue()
        let run = try await QueueScene.run(2, in: queue)
        _ = try await queue.begin(run.name, atMostOnce: false, isSole: false, budget: nil)
        let rows = try await queue.claim(upTo: 5, of: run.name) { _ in .zero }.rows
        try await queue.markSending(rows.map(\.id))
        let failed = BulkResult(customID: rows[0].customID, state: .failed, error: ["code": "invalid"])
        try await queue.settle([
            BulkSettlement(row: rows[0].id, .result(failed), cost: .zero), QueueScene.settlement(rows[1], cost: 1),
        ])
        #expect(try await run.status()?.rows == [.done: 1, .failed: 1])
        #expect(try await QueueScene.results(of: run)[0].error?["code"] == "invalid")
        #expect(try await queue.retry(run.name, states: [.failed]) == 1)
        #expect(try await run.status()?.rows == [.done: 1, .waiting: 1])
        let again = try await queue.claim(upTo: 5, of: run.name) { _ in .zero }.rows
        #expect(again.map(\.idempotencyKey) == [rows[0].idempotencyKey + "-1"])
        try await queue.cancel(run.name)
        await #expect { _ = try await queue.claim(upTo: 1, of: run.name) { _ in .zero } } throws: {
            ($0 as? BulkError)?.code == .cancelled
        }
        try await queue.end(run.name, state: .paused, message: "stopped")
        #expect(try await run.status()?.state == .cancelled)
        await #expect { _ = try await queue.retry(run.name, states: [.failed]) } throws: {
            ($0 as? BulkError)?.code == .cancelled
        }
    }

    @Test("A process that fails to read the input of a run removes it, and can load it again")
    func removedWhileLoading() async throws {
        let queue = try await QueueScene.queue()
        let name = "run-\(UUID().uuidString)"
        for _ in 0..<2 {
            try await queue.create(name, budget: nil, details: [:])
            _ = try await queue.insert([(1, QueueScene.line(1))], into: name)
            try await queue.remove(name)
            #expect(try await queue.status(of: name) == nil)
        }
    }

    @Test("A worker that must be alone is refused while others work, and they while it works")
    func soleWorker() async throws {
        let (first, second) = (try await QueueScene.queue(), try await QueueScene.queue())
        let run = try await QueueScene.run(4, in: first)
        for (isSole, other) in [(false, true), (true, false), (true, true)] {
            _ = try await first.begin(run.name, atMostOnce: false, isSole: isSole, budget: nil)
            await #expect {
                _ = try await second.begin(run.name, atMostOnce: false, isSole: other, budget: nil)
            } throws: {
                ($0 as? BulkError)?.code == .inUse
            }
            try await first.end(run.name, state: .paused, message: nil)
        }
        // Rows of a batch stay with it when its process ends, and are settled by the next one.
        _ = try await first.begin(run.name, atMostOnce: false, isSole: true, budget: Dollars(picodollars: 1000))
        let rows = try await first.claim(upTo: 3, of: run.name) { _ in Dollars(picodollars: 100) }.rows
        var part = try await first.addPart(to: run.name, path: "/v1/chat/completions", model: "gpt-4o")
        try await first.move(rows.map(\.id), to: part, of: run.name)
        (part.state, part.batchID) = (.created, "batch_1")
        try await first.update(part, of: run.name)
        try await first.end(run.name, state: .paused, message: nil)
        #expect(try await run.status()?.rows == [.sending: 3, .waiting: 1])
        #expect(try await run.status()?.reserved.picodollars == 300)
        _ = try await second.begin(run.name, atMostOnce: false, isSole: true, budget: nil)
        #expect(try await second.parts(of: run.name) == [part])
        let found = try await second.rows(named: ["r1", "r9", "r0"], in: part, of: run.name)
        #expect(found.map(\.customID) == ["r1", "r0"])
        // A process that lost the batch meanwhile downloads the same results, which count once.
        for queue in [second, first] { try await queue.settle(found.map { QueueScene.settlement($0, cost: 10) }) }
        #expect(try await second.removePart(part, of: run.name, isAttempt: true) == 1)
        let status = try #require(try await run.status())
        #expect(status.rows == [.done: 2, .waiting: 2])
        #expect(status.reserved == .zero)
        #expect(status.spent.picodollars == 20)
        #expect(status.inputTokens == 6)
    }

    @Test("Rows that were recovered from a process that was suspended are not put into its batch")
    func lostPart() async throws {
        let (first, second) = (try await QueueScene.queue(), try await QueueScene.queue())
        let run = try await QueueScene.run(2, in: first)
        _ = try await first.begin(run.name, atMostOnce: false, isSole: true, budget: nil)
        let rows = try await first.claim(upTo: 1, of: run.name) { _ in .zero }.rows
        let part = try await first.addPart(to: run.name, path: "/v1/chat/completions", model: "gpt-4o")
        try await QueueScene.expire(run, first)
        _ = try await second.begin(run.name, atMostOnce: false, isSole: true, budget: nil)
        try await second.end(run.name, state: .paused, message: nil)
        #expect(try await first.claim(upTo: 5, of: run.name) { _ in .zero }.rows.map(\.customID) == ["r1"])
        await #expect { try await first.move(rows.map(\.id), to: part, of: run.name) } throws: {
            ($0 as? BulkError)?.code == .leaseLost
        }
        #expect(try await first.rows(named: ["r0"], in: part, of: run.name).isEmpty)
    }

    @Test("A process whose run was replaced while it read the input does not write into the new one")
    func replaced() async throws {
        let (first, second) = (try await QueueScene.queue(), try await QueueScene.queue())
        let name = "run-\(UUID().uuidString)"
        try await first.create(name, budget: nil, details: [:])
        _ = try await first.insert([(1, QueueScene.line(1))], into: name)
        try await QueueScene.expire(BulkRun(name, in: first), first)
        try await second.remove(name)
        try await second.create(name, budget: nil, details: [:])
        await #expect { _ = try await first.insert([(2, QueueScene.line(2))], into: name) } throws: {
            ($0 as? BulkError)?.code == .leaseLost
        }
        await #expect { try await first.finishLoading(name, details: [:]) } throws: {
            ($0 as? BulkError)?.code == .leaseLost
        }
        #expect(try await second.status(of: name)?.state == .loading)
        #expect(try await second.insert([(1, QueueScene.line(1))], into: name).isEmpty)
        try await second.finishLoading(name, details: [:])
        #expect(try await second.status(of: name)?.rows == [.waiting: 1])
    }

    @Test("A run reports the rate of its workers, since the first of them began")
    func rate() async throws {
        let (first, second) = (try await QueueScene.queue(), try await QueueScene.queue())
        let run = try await QueueScene.run(10, in: first)
        #expect(try await run.status()?.workBegan == nil)
        var options = BulkOptions()
        options.limit = 4
        _ = try await run.process(with: EchoEngine(log: .init()), options: options)
        _ = try await first.begin(run.name, atMostOnce: false, isSole: false, budget: nil)
        let rows = try await first.claim(upTo: 2, of: run.name) { _ in .zero }.rows
        try await first.settle(rows.map { QueueScene.settlement($0, cost: 1) })
        _ = try await second.begin(run.name, atMostOnce: false, isSole: false, budget: nil)
        let status = try #require(try await run.status())
        #expect(status.endedBefore == 4)
        let began = try #require(status.workBegan)
        #expect(status.rate(at: began + 4) == 0.5)
    }

    @Test("A queue of an earlier version is brought up to date")
    func migration() async throws {
        let server = try QueueScene.server.get()
        let admin = try await QueueScene.queue()
        for version in 1..<PostgreSQLSchema.migrations.count {
            _ = try await admin.session.run("CREATE DATABASE version\(version)")
            let url = server.url("version\(version)")
            let old = PostgreSQLSession(
                try ConnectionString(url, admin.session.library),
                admin.session.library,
                name: "old",
                reconnectTimeout: .zero
            )
            for sql in PostgreSQLSchema.migrations.prefix(version) { _ = try await old.run(sql) }
            _ = try await old.run("UPDATE waiter_bulk.schema_version SET version = \(version)")
            let queue = try await QueueScene.queue(url)
            let run = try await QueueScene.run(3, in: queue)
            #expect("\(try await run.process(with: EchoEngine(log: .init())))" == "finished")
        }
    }

    @Test("Each transaction has its own settings, so that a pooled connection is left as it was")
    func settings() async throws {
        let url = try QueueScene.server.get().url() + "&options=-csynchronous_commit%3Doff"
        let queue = try await QueueScene.queue(url)
        @Sendable func settings(_ connection: PostgreSQLConnection) throws -> [String] {
            try ["synchronous_commit", "idle_in_transaction_session_timeout"].map {
                try connection.execute("SHOW \($0)").first?.text(0) ?? ""
            }
        }
        #expect(try await queue.session.write(settings) == ["on", "1min"])
        #expect(try await queue.session.read(settings) == ["off", "1min"])
        let after = try await queue.session.read { connection in
            try connection.execute("COMMIT")
            let after = try settings(connection)
            try connection.execute("BEGIN")
            return after
        }
        #expect(after == ["off", "0"])
    }

    @Test("The server soon ends the transaction of a suspended worker that locks the run")
    func idleLock() async throws {
        let queue = try await QueueScene.queue()
        let run = try await QueueScene.run(1, in: queue)
        let name = run.name
        let setting = "SHOW idle_in_transaction_session_timeout"
        let timeouts = try await queue.session.write { connection in
            let table = try RunTable(name, connection)
            let before = try connection.execute(setting).first?.text(0)
            _ = try table.lock()
            return [before, try connection.execute(setting).first?.text(0)]
        }
        #expect(timeouts == ["1min", "10s"])
        // The transaction of one that stays away is rolled back and repeated, as after any other lost connection.
        let attempts = Mutex(0)
        try await queue.session.write { connection in
            let attempt = attempts.withLock { attempts in
                attempts += 1
                return attempts
            }
            guard attempt == 1 else { return }
            try connection.execute("SET LOCAL idle_in_transaction_session_timeout = '1ms'")
            while true {
                usleep(10_000)
                try connection.execute("SELECT 1")
            }
        }
        #expect(attempts.withLock(\.self) == 2)
    }

    @Test("A server whose disk is full is waited for, and the answer is stored then")
    func fullDisk() async throws {
        let server = try QueueScene.server.get()
        let admin = try await QueueScene.queue()
        _ = try await admin.session.run("CREATE DATABASE full_disk")
        let outages = Mutex<[String]>([])
        let queue = try await QueueScene.queue(server.url("full_disk")) { options in
            options.onConnectionLost = { error in outages.withLock { $0.append(error.message) } }
        }
        let run = try await QueueScene.run(2, in: queue)
        _ = try await queue.begin(run.name, atMostOnce: false, isSole: false, budget: nil)
        let rows = try await queue.claim(upTo: 1, of: run.name) { _ in .zero }.rows
        try await queue.markSending(rows.map(\.id))
        // A sequence counts attempts that were rolled back, too.
        _ = try await queue.session.run(
            """
            CREATE SEQUENCE attempts;
            CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF nextval('attempts') < 3 THEN RAISE EXCEPTION 'disk full' USING ERRCODE = '53100'; END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER fail BEFORE UPDATE ON waiter_bulk.row FOR EACH ROW EXECUTE FUNCTION fail();
            """
        )
        try await queue.settle(rows.map { QueueScene.settlement($0, cost: 7) })
        #expect(try await QueueScene.results(of: run).map(\.customID) == ["r0"])
        #expect(try await run.status()?.spent.picodollars == 7)
        #expect(outages.withLock(\.self) == ["PostgreSQL reported: disk full (53100)"])
        // It is an error in the end.
        let impatient = try await QueueScene.queue(server.url("full_disk")) { $0.reconnectTimeout = .zero }
        _ = try await queue.session.run("ALTER SEQUENCE attempts RESTART")
        _ = try await impatient.begin(run.name, atMostOnce: false, isSole: false, budget: nil)
        await #expect { _ = try await impatient.claim(upTo: 1, of: run.name) { _ in .zero } } throws: {
            ($0 as? PostgreSQLError)?.sqlState == "53100"
        }
    }

    @Test("The tables are created once, whoever comes first, and those of a newer version are refused")
    func schema() async throws {
        let server = try QueueScene.server.get()
        let admin = try await QueueScene.queue()
        _ = try await admin.session.run("CREATE DATABASE fresh")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 { group.addTask { _ = try await QueueScene.queue(server.url("fresh")) } }
            try await group.waitForAll()
        }
        let queue = try await QueueScene.queue(server.url("fresh"))
        _ = try await queue.session.run("UPDATE waiter_bulk.schema_version SET version = 99")
        await #expect { _ = try await QueueScene.queue(server.url("fresh")) } throws: {
            ($0 as? PostgreSQLError)?.code == .unsupported
        }
    }
}

extension PostgreSQLSession {
    /// Runs a statement outside of a transaction, as some require.
    func run(_ sql: String) async throws -> Int {
        try await withCheckedThrowingContinuation { continuation in
            schedule { [self] in
                continuation.resume(
                    with: Result { try PostgreSQLConnection(string, library).execute(sql).changedRows }
                )
            }
        }
    }
}
