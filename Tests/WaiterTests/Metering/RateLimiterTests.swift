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

    private static let one = RateLimiter.Tokens(input: 1)

    @Test("Requests are spaced at the configured rate, however many start at once")
    func rate() {
        let set = RateLimiter.Limits(requestsPerMinute: 600)
        var state = RateLimiter.State(time: 0)
        var sent: [Int64] = []
        for time in stride(from: Int64(0), to: 60_000, by: 10) {
            state.advance(to: time, set)
            while state.delay(tokens: Self.one, after: 0) <= 0 {
                state.take(tokens: Self.one)
                sent.append(time)
            }
        }
        // One second's worth more than a minute's, since a minute may start with it.
        #expect((600...610).contains(sent.count))
        #expect(sent.count { $0 < 1000 } <= 20)
    }

    @Test("Processes that share limits each use an equal share, even of limits that the server reports")
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

    @Test("Tokens count: a call larger than the limit passes once, and the next calls wait for it")
    func tokens() {
        let set = RateLimiter.Limits(tokensPerMinute: 6000)
        var state = RateLimiter.State(time: 0)
        state.advance(to: 0, set)
        let (large, small) = (RateLimiter.Tokens(input: 7000, output: 3000), RateLimiter.Tokens(input: 60, output: 40))
        #expect(state.delay(tokens: large, after: 0) <= 0)
        state.take(tokens: large)
        #expect((98...101).contains(state.delay(tokens: small, after: 0)))
        // It took fewer tokens than estimated.
        state.correct(taken: large, used: RateLimiter.Tokens(input: 400, output: 100))
        #expect((3...5).contains(state.delay(tokens: small, after: 0)))
    }

    @Test(
        "Limits on input and output tokens apply separately: a call is delayed by the one reached, whatever is left of the other",
        arguments: [true, false]
    )
    func inputAndOutput(isOutputTight: Bool) {
        let (tight, wide) = (600, 6_000_000)
        let set = RateLimiter.Limits(
            inputTokensPerMinute: isOutputTight ? wide : tight,
            outputTokensPerMinute: isOutputTight ? tight : wide
        )
        func tokens(_ tight: Int, _ wide: Int) -> RateLimiter.Tokens {
            isOutputTight ? .init(input: wide, output: tight) : .init(input: tight, output: wide)
        }
        var state = RateLimiter.State(time: 0)
        state.advance(to: 0, set)
        // A full second of the tight limit, and a tenth of a second of the other one.
        #expect(state.delay(tokens: tokens(10, 10_000), after: 0) == 0)
        state.take(tokens: tokens(10, 10_000))
        #expect(state.delay(tokens: tokens(5, 10_000), after: 0) == 0.5)
        #expect(state.tokens == nil)
        // It used fewer tokens than estimated, also of the wide limit.
        state.correct(taken: tokens(10, 10_000), used: tokens(7, 1000))
        #expect(state.delay(tokens: tokens(3, 10_000), after: 0) == 0)
        #expect(abs(state.delay(tokens: tokens(5, 10_000), after: 0) - 0.2) < 1e-9)
        state.advance(to: 200, set)
        #expect(state.delay(tokens: tokens(5, 10_000), after: 0) < 1e-9)
    }

    @Test("The sum is limited in addition to input and output")
    func sum() {
        let set = RateLimiter.Limits(
            tokensPerMinute: 600,
            inputTokensPerMinute: 60_000,
            outputTokensPerMinute: 60_000
        )
        var state = RateLimiter.State(time: 0)
        state.advance(to: 0, set)
        state.take(tokens: .init(input: 6, output: 4))
        #expect(state.delay(tokens: .init(input: 2, output: 3), after: 0) == 0.5)
    }

    @Test("Output limits are learned, and an answer of unknown length waits until earlier answers are within them")
    func learnedOutput() {
        var state = RateLimiter.State(time: 0)
        let input = RateLimiter.Tokens(input: 20)
        state.advance(to: 0, RateLimiter.Limits())
        state.take(tokens: input)
        var outcome = AttemptOutcome(.complete)
        outcome.rateLimits = RateLimits(
            requests: .init(),
            tokens: .init(),
            inputTokens: .init(limit: 6_000_000, remaining: 5_999_980, reset: .seconds(1)),
            outputTokens: .init(limit: 600, remaining: 500, reset: .seconds(10))
        )
        // The first response reports the limits; its own tokens are part of what remains.
        state.settle(outcome, taken: input, used: .init(input: 20, output: 100), RateLimiter.Limits())
        #expect(state.outputTokens?.rate == 10)
        #expect(state.inputTokens?.rate == 100_000)
        #expect(state.tokens == nil)
        #expect(state.delay(tokens: input, after: 0) == 0)
        state.take(tokens: input)
        outcome.rateLimits?.outputTokens = .init(limit: 600, remaining: 400, reset: .seconds(20))
        state.settle(outcome, taken: input, used: .init(input: 20, output: 100), RateLimiter.Limits())
        // 10 of a second's worth less 100, and the next answer has at least one token.
        #expect(abs(state.delay(tokens: input, after: 0) - 9.1) < 1e-9)
        state.advance(to: 9_100, RateLimiter.Limits())
        #expect(state.delay(tokens: input, after: 0) < 1e-9)
    }

    @Test("A per-minute limit in fixed windows keeps its rate, and a limit over a longer time gets its own rate")
    func windows() {
        var state = RateLimiter.State(time: 0)
        state.advance(to: 0, RateLimiter.Limits())
        func learn(_ reset: Duration) {
            let allowance = RateLimits.Allowance(limit: 6000, remaining: 5980, reset: reset)
            let reported = RateLimits(requests: .init(), tokens: .init(), inputTokens: allowance)
            state.learn(reported, RateLimiter.Limits(inputTokensPerMinute: 3000))
        }
        // Twenty tokens were used in the first second of a window that ends in 59.
        learn(.seconds(59))
        #expect(state.inputTokens?.rate == 50)
        learn(.seconds(200))
        #expect(state.inputTokens?.rate == 0.1)
    }

    @Test("A state stored without separate limits on input and output can be read")
    func storedState() throws {
        let json = #"{"tokens":{"rate":100,"level":-20},"pausedUntil":0,"time":7}"#
        let state = try JSONBodyDecoder.decode(RateLimiter.State.self, from: JSONValue(jsonText: json))
        #expect(state.tokens?.rate == 100 && state.tokens?.level == -20)
        #expect(state.inputTokens == nil && state.outputTokens == nil)
        #expect(state.delay(tokens: .init(input: 20, output: 10), after: 0) == 0.5)
    }

    @Test("The server's remaining limits and their reset rate apply")
    func learning() {
        var state = RateLimiter.State(time: 0)
        state.advance(to: 0, RateLimiter.Limits())
        #expect(state.delay(tokens: Self.one, after: 100) == 0)
        // 200 per day: 10 are used, and return after 72 minutes.
        state.learn(limits(limit: 200, remaining: 190, reset: .seconds(4320)), RateLimiter.Limits())
        #expect(abs((state.requests?.rate ?? 0) - 10.0 / 4320) < 1e-9)
        state.learn(limits(limit: 60, remaining: 0, reset: .seconds(60)), RateLimiter.Limits())
        #expect(state.delay(tokens: Self.one, after: 0) == 1)
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
        state.take(tokens: Self.one)
        state.pausedUntil = 1_000_005_000
        state.advance(to: 1000, set)
        #expect(state.delay(tokens: Self.one, after: 0) == 1)
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
        let limiter = RateLimiter(RateLimiter.Limits(requestsPerMinute: 60), clock: clock) { _ in Self.one }
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
        let limiter = RateLimiter(RateLimiter.Limits(tokensPerMinute: 6000), clock: clock) { _ in
            RateLimiter.Tokens(input: 6000, output: 4000)
        }
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

    @Test("Without an estimate, an answer counts toward the output limit when it ends")
    func outputAfterwards() async throws {
        let clock = ManualClock()
        let limiter = RateLimiter(RateLimiter.Limits(outputTokensPerMinute: 600), clock: clock)
        #expect(limiter.asksForUsage)
        let record = try #require(try await limiter.begin(attempt()))
        var outcome = AttemptOutcome(.complete)
        outcome.metadata.usage = TokenUsage(inputTokens: 100_000, outputTokens: 60)
        record.end(outcome)
        // 10 of a second's worth less 60, and at least one token for the next answer.
        let late = await #expect(throws: OpenAIError.self) {
            _ = try await limiter.begin(attempt(remaining: .seconds(5)))
        }
        #expect(late?.code == .rateLimited)
        clock.advance(by: .milliseconds(5200))
        #expect(try await limiter.begin(attempt(remaining: .seconds(5))) != nil)
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
