import Foundation
import Testing
import Waiter
import WaiterModels
import WaiterTestSupport

@testable import WaiterBulk
@testable import WaiterStore

@Suite("The queue of bulk runs", .timeLimit(.minutes(2)))
struct BulkQueueTests {
    @Test("A write that the database refuses does not undo the writes committed with it")
    func refusedWrite() async throws {
        let scene = try await BulkScene()
        let run = try await scene.run(rows: 40)
        let rows = try await scene.queue.claim(upTo: 40, of: "test") { _ in .zero }.rows
        scene.execute(
            """
            CREATE TRIGGER refusal BEFORE UPDATE ON row WHEN NEW.state = 2 AND NEW.custom_id = 'r7'
            BEGIN SELECT RAISE(ABORT, 'refused'); END
            """
        )
        let failures = await withTaskGroup(of: Int.self) { group in
            for row in rows {
                group.addTask {
                    do { try await scene.queue.markSending([row.id]) } catch { return 1 }
                    return 0
                }
            }
            return await group.reduce(0, +)
        }
        #expect(failures == 1)
        #expect(try await run.status()?.count(.sending) == 39)
    }

    @Test("A settlement that arrives twice counts once")
    func settledTwice() async throws {
        let scene = try await BulkScene()
        let run = try await scene.run(rows: 1)
        let rows = try await scene.queue.claim(upTo: 1, of: "test") { _ in .zero }.rows
        let result = BulkResult(customID: "r0", state: .done)
        let settlement = BulkSettlement(row: rows[0].id, .result(result), cost: .dollars(1))
        try await scene.queue.settle(settlement)
        try await scene.queue.settle(settlement)
        let status = try #require(try await run.status())
        #expect(status.spent == .dollars(1))
        #expect(status.ended == 1)
    }

    @Test("A run that a task of this process is working on is neither removed nor changed")
    func busy() async throws {
        let (arrived, release) = (Gate(), Gate())
        let scene = try await BulkScene { request, number in
            number == 0 ? [.open(arrived), .wait(release)] + BulkScene.answer(to: request) : nil
        }
        let run = try await scene.run(rows: 3)
        let engine = try scene.engine(concurrency: 1)
        async let stop = run.process(with: engine)
        await arrived.wait()
        await #expect(throws: BulkError.self) { try await scene.queue.remove("test") }
        await #expect(throws: BulkError.self) { _ = try await scene.queue.retry("test", states: [.failed]) }
        release.open()
        #expect(try await stop.name == "finished")
        #expect(try await run.status()?.count(.done) == 3)
        try await scene.queue.remove("test")
        #expect(try await run.status() == nil)
    }

    @Test("A run reports the rate of its worker and the time left, also one that was continued")
    func rate() async throws {
        let scene = try await BulkScene()
        let run = try await scene.run(rows: 40)
        var options = BulkOptions()
        options.limit = 10
        _ = try await run.process(with: try scene.engine(), options: options)
        var status = try await scene.queue.begin("test", atMostOnce: false, budget: nil)
        let began = try #require(status.workBegan)
        #expect((status.endedBefore, status.isActive) == (10, true))
        #expect(status.rate(at: began) == nil)
        status.rows = [.waiting: 20, .done: 20]
        #expect(status.rate(at: began + 5) == 2)
        #expect(status.timeLeft(at: began + 5) == .seconds(10))
        try await scene.queue.end("test", state: .paused, message: nil)
        #expect(try await run.status()?.rate(at: began + 5) == nil)
    }
}
