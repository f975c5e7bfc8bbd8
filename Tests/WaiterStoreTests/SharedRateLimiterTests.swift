import Foundation
import HTTPTypes
import Synchronization
import Testing
import Waiter
import WaiterConversation
import WaiterTestSupport

@testable import WaiterStore

@Suite("The rate limiter of a ledger")
struct SharedRateLimiterTests {
    @Test("Calls wait in a queue, urgent ones first, and all meters of a ledger share the limits")
    func queue() async throws {
        let folder = try StoreFolder()
        let order = Mutex<[String]>([])
        let answer = ScriptedTransport.Step.handle { request in
            let body = try JSONValue(parsing: request.body)
            order.withLock { $0.append(body["user"]?.stringValue ?? "") }
            let usage = #"{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}"#
            let text = #"{"choices":[{"message":{}}],"usage":\#(usage)}"#
            return TransportResponse(head: .init(status: .ok), body: ResponseBody(Array(text.utf8)))
        }
        func ask(_ name: String, _ priority: Int) async throws {
            let scene = try MeteredClient(answer, folder: folder) {
                $0.rateLimits = RateLimiter.Limits(requestsPerMinute: 240)
            }
            let options = RequestOptions(
                extraBody: ["user": .string(name)],
                metering: MeteringOptions(priority: priority)
            )
            try await scene.create(options: options)
        }
        let start = ContinuousClock.now
        // Four at once, then four per second.
        for number in 0..<4 { try await ask("first \(number)", 0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 { group.addTask { try await ask("usual", 0) } }
            // All of them are queued before the urgent one.
            let connection = try folder.connection()
            func waiting() throws -> Int {
                try connection.first("SELECT count(*) FROM pace_waiter") { Int($0.integer(0)) } ?? 0
            }
            while try waiting() + order.withLock({ $0.count }) < 8 { try await Task.sleep(for: .milliseconds(1)) }
            order.withLock { $0.append("-") }
            group.addTask { try await ask("urgent", 5) }
            try await group.waitForAll()
        }
        // One may already have had its turn when the urgent one was queued.
        let names = order.withLock { Array($0.drop { $0 != "-" }) }
        #expect(names.firstIndex(of: "urgent") ?? 9 <= 2, "\(names)")
        #expect(ContinuousClock.now - start > .seconds(1))
        #expect(try folder.connection().first("SELECT count(*) FROM pace_waiter") { $0.integer(0) } == 0)
    }

    @Test("A call that would miss its deadline is not sent, and leaves the queue")
    func deadline() async throws {
        let scene = try MeteredClient(.tokens(8, 2)) { $0.rateLimits = RateLimiter.Limits(requestsPerMinute: 1) }
        try await scene.create()
        let options = RequestOptions(timeouts: OpenAI.Timeouts(total: .seconds(5)))
        let error = await #expect(throws: OpenAIError.self) { try await scene.create(options: options) }
        #expect(error?.code == .rateLimited)
        #expect(scene.transport.requests.count == 1)
        #expect(try scene.folder.connection().first("SELECT count(*) FROM pace_waiter") { $0.integer(0) } == 0)
        await #expect(try scene.ledger.attempts().count == 1)
    }

    @Test("A limit on output counts the answers, also in a database whose stored state does not know it")
    func output() async throws {
        let scene = try MeteredClient(.tokens(8, 2), .tokens(8, 2)) {
            $0.rateLimits = RateLimiter.Limits(inputTokensPerMinute: 60_000, outputTokensPerMinute: 1)
        }
        let connection = try scene.folder.connection()
        try await scene.create()
        let options = RequestOptions(timeouts: OpenAI.Timeouts(total: .seconds(5)))
        let error = await #expect(throws: OpenAIError.self) { try await scene.create(options: options) }
        #expect(error?.code == .rateLimited)
        let state = try JSONValue(jsonText: #require(try connection.first("SELECT state FROM pace") { $0.text(0) }))
        #expect(state["outputTokens"]?["level"] != nil)
        #expect(state["inputTokens"]?["level"] != nil)
        // As an older version stored it.
        let old = #"{"requests":{"rate":10,"level":10},"pausedUntil":0,"time":0}"#
        try connection.run("UPDATE pace SET state = ?", old)
        try await scene.create(options: options)
        #expect(scene.transport.requests.count == 2)
    }
}
