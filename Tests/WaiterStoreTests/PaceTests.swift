import Foundation
import HTTPTypes
import Synchronization
import Testing
import Waiter
import WaiterConversation
import WaiterTestSupport

@testable import WaiterStore

@Suite("Pace")
struct PaceTests {
    private func limits(limit: Int, remaining: Int, reset: Duration) -> RateLimits {
        RateLimits(
            requests: .init(limit: limit, remaining: remaining, reset: reset),
            tokens: .init()
        )
    }

    @Test("Requests follow one another at the pace that is set, however many come at once")
    func rate() {
        let pace = Pace(requestsPerMinute: 600)
        var state = PaceState(time: 0)
        var sent: [Int64] = []
        for time in stride(from: Int64(0), to: 60_000, by: 10) {
            state.advance(to: time, pace)
            while state.delay(tokens: 1, after: 0) <= 0 {
                state.take(tokens: 1)
                sent.append(time)
            }
        }
        // A second's worth more than a minute's, since it may begin with one.
        #expect((600...610).contains(sent.count))
        #expect(sent.count { $0 < 1000 } <= 20)
    }

    @Test("Tokens count, a call that is larger than the limit passes once, and the next ones wait for it")
    func tokens() {
        let pace = Pace(tokensPerMinute: 6000)
        var state = PaceState(time: 0)
        state.advance(to: 0, pace)
        #expect(state.delay(tokens: 10_000, after: 0) <= 0)
        state.take(tokens: 10_000)
        #expect((98...101).contains(state.delay(tokens: 100, after: 0)))
        // It took less than was thought.
        state.settle(taken: 10_000, used: 500)
        #expect((3...5).contains(state.delay(tokens: 100, after: 0)))
    }

    @Test("What a server says it has left, and how fast that comes back, is what holds")
    func learning() {
        var state = PaceState(time: 0)
        state.advance(to: 0, Pace())
        #expect(state.delay(tokens: 1, after: 100) == 0)
        // 200 a day: 10 are used, and it takes 72 minutes until they are back.
        state.learn(limits(limit: 200, remaining: 190, reset: .seconds(4320)), Pace())
        #expect(abs((state.requests?.rate ?? 0) - 10.0 / 4320) < 1e-9)
        state.learn(limits(limit: 60, remaining: 0, reset: .seconds(60)), Pace())
        #expect(state.delay(tokens: 1, after: 0) == 1)
        // What is set holds as well, when it is less.
        state.learn(limits(limit: 6000, remaining: 5999, reset: .milliseconds(10)), Pace(requestsPerMinute: 30))
        #expect(state.requests?.rate == 0.5)
    }

    @Test("A clock that is set back neither opens the pace nor closes it for long")
    func clock() {
        let pace = Pace(requestsPerMinute: 60)
        var state = PaceState(time: 1_000_000_000)
        state.advance(to: 1_000_000_000, pace)
        state.take(tokens: 1)
        state.pausedUntil = 1_000_005_000
        state.advance(to: 1000, pace)
        #expect(state.delay(tokens: 1, after: 0) == 1)
    }

    @Test("Calls wait their turn, the more urgent ones first, and the pace is one for all meters of a ledger")
    func queue() async throws {
        let folder = try StoreFolder()
        let order = Mutex<[String]>([])
        let answer = ScriptedTransport.Step.handle { request in
            let body = try JSONValue(parsing: request.body)
            order.withLock { $0.append(body["user"]?.stringValue ?? "") }
            let text = #"{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}"#
            return TransportResponse(head: .init(status: .ok), body: ResponseBody(Array(text.utf8)))
        }
        func ask(_ name: String, _ priority: Int) async throws {
            let scene = try MeteredClient(answer, folder: folder) { $0.pace = Pace(requestsPerMinute: 240) }
            let options = RequestOptions(
                extraBody: ["user": .string(name)],
                metering: MeteringOptions(priority: priority)
            )
            try await scene.create(options: options)
        }
        let start = ContinuousClock.now
        // Four at once, then four a second.
        for number in 0..<4 { try await ask("first \(number)", 0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 { group.addTask { try await ask("usual", 0) } }
            // All of them have asked before the urgent one comes.
            let connection = try folder.connection()
            func waiting() throws -> Int {
                try connection.first("SELECT count(*) FROM pace_waiter") { Int($0.integer(0)) } ?? 0
            }
            while try waiting() + order.withLock({ $0.count }) < 8 { try await Task.sleep(for: .milliseconds(1)) }
            order.withLock { $0.append("-") }
            group.addTask { try await ask("urgent", 5) }
            try await group.waitForAll()
        }
        // One may have had its turn already when the urgent one came to the queue.
        let names = order.withLock { Array($0.drop { $0 != "-" }) }
        #expect(names.firstIndex(of: "urgent") ?? 9 <= 2, "\(names)")
        #expect(ContinuousClock.now - start > .seconds(1))
        #expect(try folder.connection().first("SELECT count(*) FROM pace_waiter") { $0.integer(0) } == 0)
    }

    @Test("A call that would come too late is not sent, and leaves the queue")
    func deadline() async throws {
        let scene = try MeteredClient(.tokens(8, 2)) { $0.pace = Pace(requestsPerMinute: 1) }
        try await scene.create()
        let options = RequestOptions(timeouts: OpenAI.Timeouts(total: .seconds(5)))
        let error = await #expect(throws: OpenAIError.self) { try await scene.create(options: options) }
        #expect(error?.code == .rateLimited)
        #expect(scene.transport.requests.count == 1)
        #expect(try scene.folder.connection().first("SELECT count(*) FROM pace_waiter") { $0.integer(0) } == 0)
        await #expect(try scene.ledger.attempts().count == 1)
    }
}
