import Foundation
import Synchronization
import Testing
import Waiter
import WaiterModels
import WaiterTestSupport

@testable import WaiterBulk
@testable import WaiterStore

@Suite("Live bulk calls that stop or fail", .timeLimit(.minutes(2)))
struct LiveBulkEngineTests {
    @Test("When one result cannot be stored, calls in progress still store theirs, and nothing more is sent")
    func failingQueue() async throws {
        let first = Gate()
        let path = Mutex("")
        let scene = try await BulkScene { request, _ in
            switch BulkScene.prompt(request) {
            case "prompt 0": return [.wait(first)] + BulkScene.answer(to: request)
            case "prompt 1":
                BulkScene.execute(
                    """
                    CREATE TRIGGER refusal BEFORE UPDATE ON row WHEN NEW.state = 3 AND NEW.custom_id = 'r1'
                    BEGIN SELECT RAISE(ABORT, 'refused'); END
                    """,
                    in: path.withLock(\.self)
                )
                return BulkScene.answer(to: request) + [.open(first)]
            default: return nil
            }
        }
        path.withLock { $0 = scene.path }
        let run = try await scene.run(rows: 100)
        await #expect(throws: StoreError.self) { _ = try await run.process(with: try scene.engine(concurrency: 2)) }
        let status = try #require(try await run.status())
        #expect(status.count(.sending) == 1)
        #expect(status.count(.claimed) == 0)
        #expect(status.count(.done) == scene.server.requests.count - 1)
        #expect(try await scene.results(of: run).first?.customID == "r0")
        #expect(status.count(.waiting) > 90)
    }

    @Test("Rows that wait for the rate limiter are not sent once the run has to stop")
    func stopWhileWaiting() async throws {
        let clock = ManualClock()
        let scene = try await BulkScene()
        let run = try await scene.run(rows: 10)
        let stops = Mutex(false)
        let isOver = Mutex(false)
        var options = BulkOptions()
        options.shouldStop = { stops.withLock(\.self) }
        options.onResult = { _, _ in stops.withLock { $0 = true } }
        let engine = try scene.engine(concurrency: 4, clock: clock) { $0.rateLimits.requestsPerMinute = 2 }
        let task = Task { [options] in
            defer { isOver.withLock { $0 = true } }
            return try await run.process(with: engine, options: options)
        }
        while !stops.withLock(\.self) { await Task.yield() }
        while !isOver.withLock(\.self) {
            clock.advance(by: .seconds(1))
            await Task.yield()
        }
        #expect(try await task.value.name == "stopped")
        #expect(scene.server.requests.count == 1)
        let status = try #require(try await run.status())
        #expect((status.count(.done), status.count(.waiting)) == (1, 9))
    }

    @Test("Waiting for the rate limiter does not use up the deadline of a call")
    func longWait() async throws {
        let scene = try await BulkScene()
        let run = try await scene.run(rows: 3)
        // A row reserves over 100 tokens, which take a quarter of an hour.
        let engine = try scene.engine { $0.rateLimits.tokensPerMinute = 6 }
        #expect(try await run.process(with: engine).name == "finished")
        #expect(scene.server.requests.count == 3)
    }

    @Test("Rows that are claimed when a run is cancelled are not sent")
    func cancelledWhileClaimed() async throws {
        let path = Mutex("")
        let scene = try await BulkScene { _, number in
            if number == 2 { BulkScene.execute("UPDATE run SET state = 'cancelled'", in: path.withLock(\.self)) }
            return nil
        }
        path.withLock { $0 = scene.path }
        let run = try await scene.run(rows: 20)
        #expect(try await run.process(with: try scene.engine(concurrency: 1)).name == "cancelled")
        #expect(scene.server.requests.count == 3)
        let status = try #require(try await run.status())
        #expect((status.count(.done), status.count(.waiting)) == (3, 17))
        #expect(status.state == .cancelled)
    }

    @Test("A cancelled task leaves rows that were not sent waiting, and only the one in flight as being sent")
    func cancelledTask() async throws {
        let (arrived, never) = (Gate(), Gate())
        let scene = try await BulkScene { _, number in number == 1 ? [.open(arrived), .wait(never)] : nil }
        let run = try await scene.run(rows: 8)
        let engine = try scene.engine(concurrency: 1)
        let task = Task { try await run.process(with: engine) }
        await arrived.wait()
        task.cancel()
        await #expect(throws: CancellationError.self) { _ = try await task.value }
        never.open()
        let status = try #require(try await run.status())
        #expect(status.count(.done) == 1)
        #expect(status.count(.sending) == 1)
        #expect(status.count(.waiting) == 6)
        #expect(!status.isActive)
    }

    @Test("A missing permission fails its row once the key has been accepted, also in an earlier invocation")
    func permission() async throws {
        let scene = try await BulkScene { _, number in
            number == 0 ? nil : BulkScene.error("403 Forbidden", code: "no_access")
        }
        let run = try await scene.run(rows: 3)
        var options = BulkOptions()
        options.limit = 1
        #expect(try await run.process(with: try scene.engine(), options: options).name == "limitReached")
        #expect(try await run.process(with: try scene.engine()).name == "finished")
        #expect(try await scene.results(of: run).map(\.state) == [.done, .failed, .failed])
    }

    // MARK: Claims

    @Test(
        "Rows are claimed 16 to 64 at a time, but never more than the limit of rows or the budget allows",
        arguments: [(nil, nil, 16), (5, nil, 5), (nil, 3_500_000_000, 3)] as [(Int?, Int64?, Int)]
    )
    func claims(limit: Int?, picodollars: Int64?, held: Int) async throws {
        #expect([1, 4, 16, 40, 64, 1000].map(LiveBulkSession.claimSize) == [16, 16, 16, 40, 64, 64])
        let (arrived, release) = (Gate(), Gate())
        let scene = try await BulkScene { request, number in
            number == 0 ? [.open(arrived), .wait(release)] + BulkScene.answer(to: request) : nil
        }
        let run = try await scene.run(rows: 100)
        // A row costs at most $0.00103.
        var options = BulkOptions(budget: picodollars.map { Dollars(picodollars: $0) })
        options.limit = limit
        let engine = try scene.engine(concurrency: 1)
        let task = Task { [options] in try await run.process(with: engine, options: options) }
        await arrived.wait()
        let status = try #require(try await run.status())
        #expect(status.count(.sending) == 1)
        #expect(status.count(.claimed) == held - 1)
        release.open()
        _ = try await task.value
        #expect(try await run.status()?.count(.claimed) == 0)
    }

    // MARK: Limits of input and output tokens

    @Test(
        "A limit on output delays rows while input is free, and the reverse",
        arguments: [(nil, 600, 5...10), (60, nil, 35...60), (6_000_000, 6_000_000, 0...1)]
            as [(Int?, Int?, ClosedRange<Double>)]
    )
    func inputAndOutput(input: Int?, output: Int?, seconds: ClosedRange<Double>) async throws {
        let clock = ManualClock(skipsPauses: true)
        let scene = try await BulkScene()
        let run = try await scene.run(rows: 6)
        // A row reserves 9 input and 100 output tokens, and uses 8 and 10.
        let engine = try scene.engine(concurrency: 1, clock: clock) {
            $0.rateLimits = RateLimiter.Limits(inputTokensPerMinute: input, outputTokensPerMinute: output)
        }
        #expect(try await run.process(with: engine).name == "finished")
        #expect(scene.server.requests.count == 6)
        #expect(seconds.contains(clock.now.offset / .seconds(1)), "\(clock.now.offset)")
    }

    @Test(
        "Limits on input and output that the server reports are learned",
        arguments: [
            ["x-ratelimit-limit-input-tokens: 6000000", "x-ratelimit-limit-output-tokens: 60"],
            ["anthropic-ratelimit-input-tokens-limit: 6000000", "anthropic-ratelimit-output-tokens-limit: 60"],
            ["anthropic-ratelimit-input-tokens-limit: 48", "anthropic-ratelimit-output-tokens-limit: 6000000"],
        ]
    )
    func learned(_ headers: [String]) async throws {
        let clock = ManualClock(skipsPauses: true)
        let scene = try await BulkScene { request, _ in BulkScene.answer(to: request, headers: headers) }
        let run = try await scene.run(rows: 6)
        #expect(try await run.process(with: try scene.engine(concurrency: 1, clock: clock)).name == "finished")
        #expect(scene.server.requests.count == 6)
        // The first two rows are sent at once; each of the others waits ten seconds for the tokens of the one before it.
        #expect((35...60).contains(clock.now.offset / .seconds(1)), "\(clock.now.offset)")
    }

    // MARK: Clocks

    @Test("A wall clock that jumps loses no row and sends none twice")
    func jumpingClock() async throws {
        let now = Mutex(Date(timeIntervalSince1970: 1_795_000_000))
        let scene = try await BulkScene { _, number in
            // A year forward, and two years back.
            now.withLock { $0 += number.isMultiple(of: 2) ? 31_536_000 : -63_072_000 }
            return nil
        }
        let run = try await scene.run(rows: 20)
        var options = BulkOptions(budget: .dollars(1))
        options.limit = 7
        for _ in 0..<3 {
            // Each invocation recovers what an earlier one may have left.
            let queue = try await SQLiteBulkQueue(path: scene.path) { now.withLock(\.self) }
            _ = try await BulkRun(run.name, in: queue).process(with: try scene.engine(), options: options)
        }
        let status = try #require(try await run.status())
        #expect(status.state == .finished)
        #expect((status.count(.done), status.repeated, status.reserved) == (20, 0, .zero))
        #expect(scene.server.requests.count == 20)
    }
}
