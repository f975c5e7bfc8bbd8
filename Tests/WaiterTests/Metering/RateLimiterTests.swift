import HTTPTypes
import Synchronization
import Testing
import WaiterTestSupport

@testable import Waiter

@Suite("The rate limiter")
struct RateLimiterTests {
    private func limits(limit: Int, remaining: Int, reset: Duration) -> RateLimits {
        RateLimits(
            requests: .init(limit: limit, remaining: remaining, reset: reset),
            tokens: .init()
        )
    }

    @Test("Requests are spaced at the configured rate, however many start at once")
    func rate() {
        let set = RateLimiter.Limits(requestsPerMinute: 600)
        var state = RateLimiter.State(time: 0)
        var sent: [Int64] = []
        for time in stride(from: Int64(0), to: 60_000, by: 10) {
            state.advance(to: time, set)
            while state.delay(tokens: 1, after: 0) <= 0 {
                state.take(tokens: 1)
                sent.append(time)
            }
        }
        // One second's worth more than a minute's, since a minute may start with it.
        #expect((600...610).contains(sent.count))
        #expect(sent.count { $0 < 1000 } <= 20)
    }

    @Test("Processes that share the limits each use an equal part, also of those that the server reports")
    func shares() {
        var set = RateLimiter.Limits(requestsPerMinute: 600)
        set.shares = 4
        var state = RateLimiter.State(time: 0)
        state.advance(to: 0, set)
        #expect(state.requests?.rate == 2.5)
        // Two processes have ended.
        set.shares = 2
        state.scale(by: 2)
        state.advance(to: 10, set)
        #expect(state.requests?.rate == 5)
        state.learn(limits(limit: 300, remaining: 300, reset: .zero), set)
        #expect(state.requests?.rate == 2.5)
    }

    @Test("Tokens count, a call larger than the limit passes once, and the next ones wait for it")
    func tokens() {
        let set = RateLimiter.Limits(tokensPerMinute: 6000)
        var state = RateLimiter.State(time: 0)
        state.advance(to: 0, set)
        #expect(state.delay(tokens: 10_000, after: 0) <= 0)
        state.take(tokens: 10_000)
        #expect((98...101).contains(state.delay(tokens: 100, after: 0)))
        // It took fewer tokens than estimated.
        state.correct(taken: 10_000, used: 500)
        #expect((3...5).contains(state.delay(tokens: 100, after: 0)))
    }

    @Test("The server's remaining limits, and their reset rate, apply")
    func learning() {
        var state = RateLimiter.State(time: 0)
        state.advance(to: 0, RateLimiter.Limits())
        #expect(state.delay(tokens: 1, after: 100) == 0)
        // 200 per day: 10 are used, and return after 72 minutes.
        state.learn(limits(limit: 200, remaining: 190, reset: .seconds(4320)), RateLimiter.Limits())
        #expect(abs((state.requests?.rate ?? 0) - 10.0 / 4320) < 1e-9)
        state.learn(limits(limit: 60, remaining: 0, reset: .seconds(60)), RateLimiter.Limits())
        #expect(state.delay(tokens: 1, after: 0) == 1)
        // A lower configured limit applies as well.
        state.learn(
            limits(limit: 6000, remaining: 5999, reset: .milliseconds(10)),
            RateLimiter.Limits(requestsPerMinute: 30)
        )
        #expect(state.requests?.rate == 0.5)
    }

    @Test("Setting the clock back neither lifts the limits nor blocks them for long")
    func clock() {
        let set = RateLimiter.Limits(requestsPerMinute: 60)
        var state = RateLimiter.State(time: 1_000_000_000)
        state.advance(to: 1_000_000_000, set)
        state.take(tokens: 1)
        state.pausedUntil = 1_000_005_000
        state.advance(to: 1000, set)
        #expect(state.delay(tokens: 1, after: 0) == 1)
    }

    // MARK: In memory

    private func attempt(_ model: String = "m", priority: Int = 0, remaining: Duration = .seconds(600))
        -> MeteredAttempt
    {
        MeteredAttempt(
            operation: "chat.completions.create",
            model: model,
            body: [],
            options: MeteringOptions(priority: priority),
            remaining: remaining
        )
    }

    @Test("Calls wait in a queue, urgent ones first, and each model has its own limits")
    func queue() async throws {
        let clock = ManualClock()
        let limiter = RateLimiter(RateLimiter.Limits(requestsPerMinute: 60), clock: clock) { _ in 1 }
        #expect(try await limiter.begin(attempt()) != nil)
        #expect(try await limiter.begin(attempt("other")) != nil)
        let order = Order()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (place, name) in ["first", "second", "urgent"].enumerated() {
                let attempt = attempt(priority: name == "urgent" ? 5 : 0)
                group.addTask {
                    _ = try await limiter.begin(attempt)
                    order.names.withLock { $0.append(name) }
                }
                // Each is queued before the next one.
                await clock.waitForSleepers(place + 1)
            }
            while true {
                // The resumed ones have passed or sleep again.
                while clock.sleepers + order.names.withLock({ $0.count }) < 3 { await Task.yield() }
                if order.names.withLock({ $0.count }) == 3 { break }
                clock.advance(by: .seconds(1))
            }
            try await group.waitForAll()
        }
        #expect(order.names.withLock { $0 } == ["urgent", "first", "second"])
        #expect(clock.now.offset >= .seconds(3))
    }

    @Test("A call that would miss its deadline is not sent, and leaves the queue")
    func deadline() async throws {
        let clock = ManualClock()
        let limiter = RateLimiter(RateLimiter.Limits(requestsPerMinute: 1), clock: clock)
        _ = try await limiter.begin(attempt())
        let error = await #expect(throws: OpenAIError.self) {
            _ = try await limiter.begin(attempt(remaining: .seconds(5)))
        }
        #expect(error?.code == .rateLimited)
        clock.advance(by: .seconds(60))
        #expect(try await limiter.begin(attempt()) != nil)
    }

    @Test("Tokens are counted by the caller's counter, and corrected by the server's report")
    func counter() async throws {
        let clock = ManualClock()
        let limiter = RateLimiter(RateLimiter.Limits(tokensPerMinute: 6000), clock: clock) { _ in 10_000 }
        let record = try #require(try await limiter.begin(attempt()))
        var outcome = AttemptOutcome(.complete)
        outcome.metadata.usage = TokenUsage(inputTokens: 40, outputTokens: 10)
        record.end(outcome)
        // 50 of the initial 100 are used, and the next call takes the complete limit.
        let late = await #expect(throws: OpenAIError.self) {
            _ = try await limiter.begin(attempt(remaining: .milliseconds(400)))
        }
        #expect(late?.code == .rateLimited)
        clock.advance(by: .milliseconds(500))
        #expect(try await limiter.begin(attempt(remaining: .milliseconds(400))) != nil)
    }

    @Test("A delay requested by a 429 applies to all calls, and a meter behind the limiter receives each attempt")
    func pause() async throws {
        let (clock, meter) = (ManualClock(), CountingMeter())
        let limiter = RateLimiter(clock: clock, meter: meter)
        let record = try #require(try await limiter.begin(attempt()))
        var outcome = AttemptOutcome(.failed)
        outcome.httpStatus = 429
        outcome.error = OpenAIError(.rateLimited, "slow down")
        outcome.error?.retryAfter = .seconds(20)
        record.end(outcome)
        #expect(meter.ended.withLock { $0 } == [.failed])
        await #expect(throws: OpenAIError.self) { _ = try await limiter.begin(attempt(remaining: .seconds(19))) }
        clock.advance(by: .seconds(20))
        #expect(try await limiter.begin(attempt(remaining: .seconds(19))) != nil)
    }

    private final class Order: Sendable {
        let names = Mutex<[String]>([])
    }

    private final class CountingMeter: CallMeter {
        let ended = Mutex<[AttemptOutcome.Status]>([])

        func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)? { Record(meter: self) }

        struct Record: AttemptRecord {
            let meter: CountingMeter
            func end(_ outcome: AttemptOutcome) { meter.ended.withLock { $0.append(outcome.status) } }
        }
    }
}
