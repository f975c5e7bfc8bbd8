import Foundation
import Synchronization
import Testing
import Waiter
import WaiterModels
import WaiterTestSupport

@testable import WaiterBulk
@testable import WaiterStore

@Suite("Bulk runs with the provider's batches", .timeLimit(.minutes(2)))
struct RemoteBulkTests {
    private func engine(
        _ scene: BulkScene,
        configure: (inout RemoteBulkEngine.Options) -> Void = { _ in }
    ) throws -> RemoteBulkEngine {
        let configuration = try OpenAI.Configuration(
            apiKey: APIKey("sk-test-0123456789abcdef"),
            baseURL: BaseURL(scene.server.address + "/v1"),
            clock: ManualClock(skipsPauses: true)
        )
        var options = RemoteBulkEngine.Options()
        options.metering.billsListPrices = true
        configure(&options)
        return try RemoteBulkEngine(configuration: configuration, ledger: scene.ledger, options: options)
    }

    private func scene(_ provider: BatchProvider) async throws -> BulkScene {
        try await BulkScene { request, _ in provider.steps(request) }
    }

    @Test("Rows are split by endpoint and model, and their results are stored at the batch price")
    func complete() async throws {
        let provider = BatchProvider()
        let scene = try await scene(provider)
        let run = BulkRun("test", in: scene.queue)
        try await run.load(
            AsyncStream { continuation in
                for number in 0..<10 {
                    continuation.yield(BulkScene.line(number, model: number < 5 ? "gpt-4o" : "gpt-4o-mini"))
                }
                continuation.yield(
                    BatchLine(
                        customID: "e",
                        url: "/v1/embeddings",
                        body: ["model": "text-embedding-3-small", "input": "x"]
                    )
                )
                continuation.finish()
            }
        )
        let stop = try await run.process(with: try engine(scene))
        #expect(stop.name == "finished")
        #expect(provider.batches.count == 3)
        #expect(Set(provider.batches.map(\.lines.count)) == [5, 1])
        for batch in provider.batches {
            #expect(Set(batch.lines.map { $0["body"]?["model"] }).count == 1)
            #expect(Set(batch.lines.map { $0["url"] }) == [.string(batch.endpoint)])
        }
        let status = try #require(try await run.status())
        #expect(status.count(.done) == 11)
        #expect(try await scene.results(of: run).prefix(10).map(\.text) == (0..<10).map { "r\($0)" })
        let attempts = try await scene.ledger.attempts()
        #expect(attempts.count == 11)
        #expect(attempts.allSatisfy { $0.tags == ["run:test"] })
        // Half of 8 tokens at $2.50 and 10 at $10 per million.
        let first = try #require(attempts.first { $0.model == "gpt-4o" })
        #expect(first.cost == Dollars(picodollars: 60_000_000))
        #expect(status.spent.picodollars == attempts.reduce(0) { $0 + ($1.cost?.picodollars ?? 0) })
        #expect(try await scene.queue.parts(of: "test").isEmpty)
    }

    @Test("A batch whose creation was not confirmed is found by its metadata, and not created twice")
    func unconfirmed() async throws {
        let provider = BatchProvider(breaksCreation: true)
        let scene = try await scene(provider)
        let run = try await scene.run(rows: 4)
        #expect(try await run.process(with: try engine(scene)).name == "finished")
        #expect(provider.batches.count == 1)
        #expect(try await run.status()?.count(.done) == 4)
    }

    @Test("Another process continues with the batches that were created")
    func continued() async throws {
        let provider = BatchProvider()
        let scene = try await scene(provider)
        let run = try await scene.run(rows: 4)
        let hasBatch = Mutex(false)
        var options = BulkOptions(budget: .dollars(1))
        options.shouldStop = { hasBatch.withLock { $0 } }
        let first = try engine(scene) { $0.onBatch = { _ in hasBatch.withLock { $0 = true } } }
        #expect(try await run.process(with: first, options: options).name == "stopped")
        var status = try #require(try await run.status())
        #expect(status.count(.sending) == 4)
        #expect(status.reserved > .zero)
        await #expect { _ = try await run.process(with: try scene.engine()) } throws: {
            ($0 as? BulkError)?.code == .hasBatches
        }
        #expect(try await run.process(with: try engine(scene)).name == "finished")
        #expect(provider.batches.count == 1)
        status = try #require(try await run.status())
        #expect(status.count(.done) == 4)
        #expect((status.reserved, status.repeated) == (.zero, 0))
    }

    @Test(
        "A process that died before or after creating a batch leaves neither lost nor doubled rows",
        arguments: [true, false]
    )
    func died(isCreated: Bool) async throws {
        let provider = BatchProvider()
        let scene = try await scene(provider)
        let run = try await scene.run(rows: 3)
        let status = try #require(try await run.status())
        let rows = try await scene.queue.claim(upTo: 9, of: "test") { _ in .zero }.rows
        var part = try await scene.queue.addPart(to: "test", path: "/v1/chat/completions", model: "gpt-4o")
        try await scene.queue.move(rows.map(\.id), to: part, of: "test")
        part.state = .creating
        try await scene.queue.update(part, of: "test")
        if isCreated {
            let client = try engine(scene).client
            let bytes = rows.flatMap { BatchFile.line($0) }
            let file = try await client.files.create(FileUpload(.bytes(bytes, name: "b"), purpose: .batch))
            var request = BatchRequest(inputFileID: file.id, endpoint: .chatCompletions)
            request.metadata = ["waiter_run": status.key, "waiter_part": "1"]
            _ = try await client.batches.create(request)
        }
        try scene.die(run)
        #expect(try await run.process(with: try engine(scene)).name == "finished")
        #expect(provider.batches.count == 1)
        #expect(provider.batches[0].metadata["waiter_part"] == (isCreated ? "1" : "2"))
        #expect(try await run.status()?.count(.done) == 3)
    }

    @Test("Lines of an expired batch that were done are billed, and the others are put into another batch")
    func expired() async throws {
        let provider = BatchProvider { batch in
            guard batch.id == "batch-0" else { return BatchProvider.Outcome() }
            return BatchProvider.Outcome(status: "expired") { line in
                ["r0", "r1"].contains(line["custom_id"]) ? BatchProvider.success(line) : BatchProvider.expired(line)
            }
        }
        let scene = try await scene(provider)
        let run = try await scene.run(rows: 6)
        #expect(try await run.process(with: try engine(scene)).name == "finished")
        #expect(provider.batches.map(\.lines.count) == [6, 4])
        let status = try #require(try await run.status())
        #expect(status.count(.done) == 6)
        #expect(status.spent == Dollars(picodollars: 6 * 60_000_000))
    }

    @Test("Failed lines become failed rows, and overloaded ones are sent again")
    func failedLines() async throws {
        let provider = BatchProvider { batch in
            BatchProvider.Outcome { line in
                let status: Int64 =
                    line["custom_id"] == "r0" ? 400 : line["custom_id"] == "r1" && batch.id == "batch-0" ? 500 : 200
                guard status != 200 else { return BatchProvider.success(line) }
                return [
                    "custom_id": line["custom_id"] ?? .null,
                    "response": [
                        "status_code": .integer(status), "body": ["error": ["message": "no", "code": "odd"]],
                    ],
                ]
            }
        }
        let scene = try await scene(provider)
        let run = try await scene.run(rows: 3)
        #expect(try await run.process(with: try engine(scene)).name == "finished")
        let results = try await scene.results(of: run)
        #expect(results.map(\.state) == [.failed, .done, .done])
        #expect(results[0].error?["code"] == "odd")
        #expect(provider.batches.map(\.lines.count) == [3, 1])
    }

    @Test("A response that is not accepted is billed and put into another batch")
    func notAccepted() async throws {
        let provider = BatchProvider()
        let scene = try await scene(provider)
        let run = try await scene.run(rows: 3)
        var options = BulkOptions()
        options.check = { row, _ in
            switch row.customID {
            case "r0": row.attempts == 0 ? BulkResult.Defect(code: "odd", message: "odd") : nil
            case "r1": BulkResult.Defect(code: "refusal", message: "no", isFinal: true)
            default: nil
            }
        }
        #expect(try await run.process(with: try engine(scene), options: options).name == "finished")
        let results = try await scene.results(of: run)
        #expect(results.map(\.state) == [.done, .failed, .done])
        #expect(results[1].error?["code"] == "refusal")
        #expect(results[1].response?.statusCode == 200)
        #expect(provider.batches.map(\.lines.count) == [3, 1])
        #expect(try await run.status()?.spent == Dollars(picodollars: 4 * 60_000_000))
    }

    @Test("A rejected input file pauses the run, and its rows wait without a reservation")
    func rejected() async throws {
        let provider = BatchProvider { _ in
            BatchProvider.Outcome(
                status: "failed",
                errors: ["object": "list", "data": [["code": "invalid", "message": "line is odd", "line": 2]]],
                line: { _ in nil }
            )
        }
        let scene = try await scene(provider)
        let run = try await scene.run(rows: 3)
        let stop = try await run.process(with: try engine(scene), options: BulkOptions(budget: .dollars(1)))
        #expect(stop.name == "paused")
        #expect(stop.message?.contains("line is odd (line 2)") == true)
        let status = try #require(try await run.status())
        #expect(status.count(.waiting) == 3)
        #expect(status.reserved == .zero)
    }

    @Test("A batch beyond the limit of enqueued tokens is created again after another one has ended")
    func enqueuedTokens() async throws {
        let provider = BatchProvider { batch in
            guard batch.id == "batch-1" else { return BatchProvider.Outcome() }
            return BatchProvider.Outcome(
                status: "failed",
                errors: ["object": "list", "data": [["code": "token_limit_exceeded", "message": "too many tokens"]]],
                line: { _ in nil }
            )
        }
        let scene = try await scene(provider)
        let run = try await scene.run(rows: 4)
        let engine = try engine(scene) { $0.limits.lines = 2 }
        #expect(try await run.process(with: engine).name == "finished")
        #expect(try await run.status()?.count(.done) == 4)
    }

    @Test("The budget limits what is submitted, at the batch price")
    func budget() async throws {
        let provider = BatchProvider()
        let scene = try await scene(provider)
        let run = try await scene.run(rows: 20)
        // The maximum is about $0.00051 a row.
        let stop = try await run.process(with: try engine(scene), options: BulkOptions(budget: Dollars("0.003")))
        let status = try #require(try await run.status())
        #expect(stop.name == "finished" || stop.name == "overBudget")
        #expect(provider.batches[0].lines.count == 5)
        #expect(status.spent <= (try Dollars("0.003")))
        #expect(status.reserved == .zero)
    }

    @Test("A budget of the ledger prevents a batch that could exceed it")
    func ledgerBudget() async throws {
        let provider = BatchProvider()
        let scene = try await scene(provider)
        _ = try await scene.ledger.set(Budget(limit: Dollars("0.002"), period: .day))
        let run = try await scene.run(rows: 30)
        let stop = try await run.process(with: try engine(scene), options: BulkOptions(budget: .dollars(5)))
        #expect(stop.name == "paused")
        #expect(provider.batches.isEmpty)
        #expect(try await run.status()?.count(.waiting) == 30)
    }

    @Test("A budget of the ledger counts the batches in progress")
    func ledgerBudgetOfTwo() async throws {
        let provider = BatchProvider()
        let scene = try await scene(provider)
        // The maximum is about $0.00051 a row, so only one batch of two rows fits.
        _ = try await scene.ledger.set(Budget(limit: Dollars("0.0015"), period: .day))
        let run = try await scene.run(rows: 4)
        let stop = try await run.process(with: try engine(scene) { $0.limits.lines = 2 })
        #expect(stop.name == "paused")
        #expect(provider.batches.count == 1)
        let status = try #require(try await run.status())
        #expect((status.count(.sending), status.count(.waiting)) == (2, 2))
    }

    @Test("A batch is found after a crash although the clock of this machine was wrong when the run began")
    func wrongClock() async throws {
        let provider = BatchProvider(breaksCreation: true)
        let scene = try await scene(provider)
        let run = try await scene.run(rows: 2)
        scene.execute("UPDATE run SET created_at = 4102444800000")
        #expect(try await run.process(with: try engine(scene)).name == "finished")
        #expect(provider.batches.count == 1)
    }

    // MARK: Cancelling

    /// A provider whose batches end when they are cancelled, after it has processed the first row.
    private static let cancellable: @Sendable (BatchProvider.Batch) -> BatchProvider.Outcome = { _ in
        BatchProvider.Outcome(status: "cancelled") { line in
            line["custom_id"] == "r0" ? BatchProvider.success(line) : BatchProvider.expired(line)
        }
    }

    @Test("Cancelling a run cancels its batches, and stores the results of the requests that were processed")
    func cancel() async throws {
        let provider = BatchProvider(retrievals: .max, outcome: Self.cancellable)
        let scene = try await scene(provider)
        let run = try await scene.run(rows: 4)
        let hasBatch = Mutex(false)
        var options = BulkOptions(budget: .dollars(1))
        options.shouldStop = { hasBatch.withLock { $0 } }
        let first = try engine(scene) { $0.onBatch = { _ in hasBatch.withLock { $0 = true } } }
        #expect(try await run.process(with: first, options: options).name == "stopped")
        #expect(try await engine(scene).cancel("test", in: scene.queue) == 1)
        let status = try #require(try await run.status())
        #expect(status.state == .cancelled)
        #expect((status.count(.done), status.count(.waiting)) == (1, 3))
        #expect((status.spent, status.reserved) == (Dollars(picodollars: 60_000_000), .zero))
        #expect(try await scene.results(of: run).map(\.text) == ["r0"])
        #expect(try await scene.queue.parts(of: "test").isEmpty)
        #expect(try await engine(scene).cancel("test", in: scene.queue) == 0)
    }

    @Test("A worker whose run is cancelled cancels the batches, and ends once their results are stored")
    func cancelledWorker() async throws {
        let provider = BatchProvider(retrievals: .max, outcome: Self.cancellable)
        let scene = try await scene(provider)
        let run = try await scene.run(rows: 4)
        let engine = try engine(scene) { $0.onBatch = { _ in scene.execute("UPDATE run SET state = 'cancelled'") } }
        #expect(try await run.process(with: engine).name == "cancelled")
        #expect(provider.batches.map(\.isCancelled) == [true])
        let status = try #require(try await run.status())
        #expect((status.count(.done), status.count(.waiting)) == (1, 3))
    }
}
