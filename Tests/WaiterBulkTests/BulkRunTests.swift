import Foundation
import Synchronization
import Testing
import Waiter
import WaiterModels
import WaiterTestSupport

@testable import WaiterBulk
@testable import WaiterStore

@Suite("Bulk runs", .timeLimit(.minutes(2)))
struct BulkRunTests {
    @Test("Every row has exactly one result, in the order of the input, and every attempt is in the ledger")
    func complete() async throws {
        let scene = try await BulkScene()
        let run = try await scene.run(rows: 50)
        let stop = try await run.process(with: try scene.engine())
        #expect(stop.name == "finished")
        let results = try await scene.results(of: run)
        #expect(results.map(\.customID) == (0..<50).map { "r\($0)" })
        #expect(results.map(\.text) == (0..<50).map { "prompt \($0)" })
        let unordered = try await scene.results(of: run, ordered: false)
        #expect(Set(unordered.map(\.customID)).count == 50)
        let attempts = try await scene.ledger.attempts()
        #expect(attempts.count == 50)
        #expect(attempts.allSatisfy { $0.tags == ["run:test"] && $0.operation == "chat.completions.create" })
        let status = try #require(try await run.status())
        #expect(status.state == .finished)
        #expect(status.inputTokens == 400)
        // 8 input tokens at $2.50 and 10 output tokens at $10 per million.
        #expect(status.spent == Dollars(picodollars: 50 * 120_000_000))
        #expect(status.reserved == .zero)
    }

    @Test("A second invocation sends nothing")
    func resumeFinished() async throws {
        let scene = try await BulkScene()
        let run = try await scene.run(rows: 5)
        _ = try await run.process(with: try scene.engine())
        #expect(try await run.process(with: try scene.engine()).name == "finished")
        #expect(scene.server.requests.count == 5)
        #expect(try await run.load(file: "/nonexistent") == false)
    }

    @Test("After a crash, rows that were sent are sent again with the same key and count as repeated")
    func crash() async throws {
        let scene = try await BulkScene()
        let run = try await scene.run(rows: 6)
        var options = BulkOptions()
        options.limit = 2
        #expect(try await run.process(with: try scene.engine(concurrency: 1), options: options).name == "limitReached")
        try scene.die(run, sending: ["r2"], claimed: ["r3", "r4"], reserved: 1_000)
        #expect(try await run.process(with: try scene.engine(concurrency: 1)).name == "finished")
        let status = try #require(try await run.status())
        #expect(status.repeated == 1)
        #expect(status.uncertain == Dollars(picodollars: 1_000))
        #expect(status.count(.done) == 6)
        let keys = scene.server.requests.map { $0.headers["idempotency-key"] ?? "" }
        #expect(Set(keys).count == 6)
        #expect(keys.allSatisfy { $0.hasPrefix("waiter-\(status.key)-") })
    }

    @Test("With atMostOnce, rows that were sent stay unknown")
    func atMostOnce() async throws {
        let scene = try await BulkScene()
        let run = try await scene.run(rows: 3)
        try scene.die(run, sending: ["r1"])
        _ = try await run.process(with: try scene.engine(), options: BulkOptions(atMostOnce: true))
        let results = try await scene.results(of: run)
        #expect(results.map(\.state) == [.done, .unknown, .done])
        #expect(results[1].error?["code"] == "outcome_unknown")
        #expect(scene.server.requests.count == 2)
    }

    @Test("With atMostOnce, a connection that breaks after the request leaves the row unknown")
    func atMostOnceBroken() async throws {
        let scene = try await BulkScene { request, _ in
            BulkScene.prompt(request) == "prompt 1"
                ? [.text("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"), .close] : nil
        }
        let run = try await scene.run(rows: 3)
        _ = try await run.process(with: try scene.engine(), options: BulkOptions(atMostOnce: true))
        #expect(try await scene.results(of: run).map(\.state) == [.done, .unknown, .done])
        #expect(scene.server.requests.count == 3)
    }

    @Test("The cost never exceeds the budget, and a higher budget continues the run")
    func budget() async throws {
        let scene = try await BulkScene()
        let run = try await scene.run(rows: 20)
        // The maximum is below $0.0012 a row, the cost $0.00012.
        let engine = try scene.engine()
        let stop = try await run.process(with: engine, options: BulkOptions(budget: Dollars("0.002")))
        #expect(stop.name == "overBudget")
        var status = try #require(try await run.status())
        #expect(status.spent <= (try Dollars("0.002")))
        #expect(status.reserved == .zero)
        #expect(status.count(.waiting) > 0)
        #expect(status.count(.failed) == 0)
        // Every row but the last ones fits, since settled rows release the rest of their reservation.
        #expect(status.count(.done) >= 8)
        #expect(
            try await run.process(with: try scene.engine(), options: BulkOptions(budget: .dollars(1))).name
                == "finished"
        )
        status = try #require(try await run.status())
        #expect(status.count(.done) == 20)
        #expect(scene.server.requests.count == 20)
    }

    @Test("A budget refuses rows whose maximum cost is unknown")
    func unknownPrice() async throws {
        let scene = try await BulkScene()
        let run = BulkRun("test", in: scene.queue)
        try await run.load(
            AsyncStream { continuation in
                continuation.yield(BulkScene.line(0, model: "unheard-of"))
                continuation.finish()
            }
        )
        await #expect {
            _ = try await run.process(with: try scene.engine(), options: BulkOptions(budget: .dollars(1)))
        } throws: {
            ($0 as? BulkError)?.code == .unknownCost
        }
        #expect(scene.server.requests.isEmpty)
    }

    @Test("The maximum cost of a row of the Responses API with hosted tools requires max_tool_calls")
    func hostedTools() throws {
        func maximum(_ more: JSONObject) throws -> Dollars {
            var body: JSONObject = ["model": "gpt-4.1", "input": "hi", "max_output_tokens": 100]
            for (name, value) in more { body[name] = value }
            let bytes = JSONValue.object(body).jsonBytes
            let row = BulkRow(id: 0, customID: "0", path: "/v1/responses", body: bytes)
            return try BulkPrice.maximum(of: row, catalogue: .builtIn, isBatch: false)
        }
        let search: JSONValue = [["type": "file_search", "vector_store_ids": ["v"]]]
        let plain = try maximum([:])
        #expect {
            _ = try maximum(["tools": search])
        } throws: {
            ($0 as? BulkError)?.code == .unknownCost
        }
        #expect(try maximum(["tools": search, "max_tool_calls": 1]) > plain)
    }

    @Test("A budget of the ledger pauses the run and fails no row")
    func ledgerBudget() async throws {
        let scene = try await BulkScene()
        _ = try await scene.ledger.set(Budget(limit: Dollars("0.002"), period: .day))
        let run = try await scene.run(rows: 30)
        let stop = try await run.process(with: try scene.engine())
        #expect(stop.name == "paused")
        let status = try #require(try await run.status())
        #expect(status.state == .paused)
        #expect(status.count(.failed) == 0)
        #expect(status.count(.done) + status.count(.waiting) == 30)
    }

    @Test(
        "An exhausted quota or an invalid key pauses the run and leaves the rows waiting",
        arguments: [("429 Too Many Requests", "insufficient_quota"), ("401 Unauthorized", "invalid_api_key")]
    )
    func pause(_ status: String, _ code: String) async throws {
        let scene = try await BulkScene { _, number in number < 10 ? nil : BulkScene.error(status, code: code) }
        let run = try await scene.run(rows: 100)
        #expect(try await run.process(with: try scene.engine(concurrency: 2)).name == "paused")
        let progress = try #require(try await run.status())
        #expect(progress.count(.done) == 10)
        #expect(progress.count(.waiting) == 90)
        #expect(scene.server.requests.count <= 12)
        #expect(progress.message != nil)
    }

    @Test("A model that exists for half of the rows fails the other half")
    func missingModel() async throws {
        let scene = try await BulkScene { request, _ in
            request.text.contains("unknown-model") ? BulkScene.error("404 Not Found", code: "model_not_found") : nil
        }
        let run = BulkRun("test", in: scene.queue)
        try await run.load(
            AsyncStream { continuation in
                for number in 0..<20 {
                    continuation.yield(
                        BulkScene.line(number, model: number.isMultiple(of: 2) ? "gpt-4o" : "unknown-model")
                    )
                }
                continuation.finish()
            }
        )
        #expect(try await run.process(with: try scene.engine()).name == "finished")
        let status = try #require(try await run.status())
        #expect(status.count(.done) == 10)
        #expect(status.count(.failed) == 10)
        let failed = try await scene.results(of: run)[1]
        #expect(failed.json["response"]?["status_code"] == 404)
        #expect(failed.error?["code"] == "model_not_found")
        // Failed rows are sent again with another key.
        #expect(try await scene.queue.retry("test", states: [.failed]) == 10)
        _ = try await run.process(with: try scene.engine())
        #expect(Set(scene.server.requests.map { $0.headers["idempotency-key"] }).count == 30)
    }

    @Test("A row that always breaks fails after five attempts, and the others succeed")
    func poison() async throws {
        let scene = try await BulkScene { request, _ in
            BulkScene.prompt(request) == "prompt 3" ? BulkScene.error("500 Internal Server Error", code: "broken") : nil
        }
        let run = try await scene.run(rows: 10)
        #expect(try await run.process(with: try scene.engine()).name == "finished")
        let status = try #require(try await run.status())
        #expect(status.count(.failed) == 1)
        #expect(status.count(.done) == 9)
        #expect(scene.server.requests.count == 14)
    }

    @Test("A row that is always rejected as too large for the rate limit fails, and the others succeed")
    func tooLarge() async throws {
        let scene = try await BulkScene { request, _ in
            BulkScene.prompt(request) == "prompt 0"
                ? BulkScene.error("429 Too Many Requests", code: "rate_limit_exceeded") : nil
        }
        let run = try await scene.run(rows: 60)
        #expect(try await run.process(with: try scene.engine(concurrency: 2)).name == "finished")
        let results = try await scene.results(of: run)
        #expect(results[0].state == .failed)
        #expect(results.dropFirst().allSatisfy { $0.state == .done })
    }

    @Test("A server that is down pauses the run and fails no row")
    func down() async throws {
        let scene = try await BulkScene()
        let run = try await scene.run(rows: 100)
        scene.server.stop()
        #expect(try await run.process(with: try scene.engine()).name == "paused")
        #expect(try await run.status()?.count(.waiting) == 100)
    }

    @Test("A limit of failures in a row stops a run that only fails")
    func failFast() async throws {
        let scene = try await BulkScene { _, _ in BulkScene.error("400 Bad Request", code: "invalid") }
        let run = try await scene.run(rows: 100)
        var options = BulkOptions()
        options.failFast = 5
        #expect(try await run.process(with: try scene.engine(concurrency: 1), options: options).name == "failing")
        #expect(scene.server.requests.count == 5)
        #expect(try await run.status()?.count(.waiting) == 95)
    }

    @Test("Sixty rows at a server that allows twenty requests a second take at most 72 requests")
    func rateLimit() async throws {
        let clock = ManualClock(skipsPauses: true)
        // The requests of the current second.
        let window = Mutex((start: Duration.zero, count: 0))
        let scene = try await BulkScene { _, _ in
            let isAllowed = window.withLock { window in
                let now = clock.now.offset
                if now - window.start >= .seconds(1) { window = (now, 0) }
                window.count += 1
                return window.count <= 20
            }
            return isAllowed ? nil : BulkScene.error("429 Too Many Requests", code: "rate_limit_exceeded")
        }
        let run = try await scene.run(rows: 60)
        #expect(try await run.process(with: try scene.engine(concurrency: 16, clock: clock)).name == "finished")
        #expect(try await run.status()?.count(.done) == 60)
        #expect(scene.server.requests.count <= 72)
    }

    @Test("Retry-After of one response delays all workers")
    func retryAfter() async throws {
        let clock = ManualClock(skipsPauses: true)
        let times = Mutex<[Duration]>([])
        let scene = try await BulkScene { _, number in
            times.withLock { $0.append(clock.now.offset) }
            return number == 3
                ? BulkScene.error("429 Too Many Requests", code: "rate_limit_exceeded", headers: ["retry-after: 30"])
                : nil
        }
        let run = try await scene.run(rows: 12)
        _ = try await run.process(with: try scene.engine(concurrency: 1, clock: clock))
        let seen = times.withLock(\.self)
        #expect(seen.count == 13)
        #expect(seen[4...].allSatisfy { $0 >= .seconds(30) })
    }

    @Test("A run is processed once at a time, also within a process, and never before its input is complete")
    func onceAtATime() async throws {
        let (arrived, release) = (Gate(), Gate())
        let scene = try await BulkScene { request, number in
            number == 0 ? [.open(arrived), .wait(release)] + BulkScene.answer(to: request) : nil
        }
        let run = try await scene.run(rows: 3)
        let engine = try scene.engine(concurrency: 1)
        async let first = run.process(with: engine)
        await arrived.wait()
        await #expect { _ = try await run.process(with: try scene.engine()) } throws: {
            ($0 as? BulkError)?.code == .inUse
        }
        release.open()
        #expect(try await first.name == "finished")
        #expect(scene.server.requests.count == 3)
        try await scene.queue.create("partial", budget: nil, details: [:])
        await #expect { _ = try await BulkRun("partial", in: scene.queue).process(with: try scene.engine()) } throws: {
            ($0 as? BulkError)?.code == .invalidInput
        }
    }

    @Test("A cancelled run sends nothing more")
    func cancel() async throws {
        let scene = try await BulkScene()
        let run = try await scene.run(rows: 3)
        try await scene.queue.cancel("test")
        await #expect { _ = try await run.process(with: try scene.engine()) } throws: {
            ($0 as? BulkError)?.code == .cancelled
        }
        #expect(scene.server.requests.isEmpty)
    }

    @Test("A run that a living process works on is refused")
    func inUse() async throws {
        let scene = try await BulkScene()
        let run = try await scene.run(rows: 3)
        let connection = try SQLiteConnection(path: scene.path, mode: .readWrite, busyTimeout: 5000)
        // The parent of this process is alive.
        let parent = try #require(ProcessInfo.processInfo.processIdentifier == 1 ? nil : getppid())
        try connection.run("UPDATE run SET owner = ?", "\(parent):0")
        await #expect { _ = try await run.process(with: try scene.engine()) } throws: {
            ($0 as? BulkError)?.code == .inUse
        }
    }
}
