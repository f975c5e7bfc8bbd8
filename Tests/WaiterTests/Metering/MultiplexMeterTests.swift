import Synchronization
import Testing
import Waiter
import WaiterTestSupport

@Suite("Several meters in one client", .timeLimit(.minutes(10)))
struct MultiplexMeterTests {
    /// Records the events of a test's meters, in order.
    private final class Log: Sendable {
        private let list = Mutex<[String]>([])
        var lines: [String] { list.withLock { $0 } }
        func add(_ line: String) { list.withLock { $0.append(line) } }
    }

    private struct Named: CallMeter {
        struct Record: AttemptRecord {
            let meter: Named
            func progress(_ snapshot: () -> PartialResult) {
                _ = snapshot()
                meter.log.add("\(meter.name) progress")
            }
            func end(_ outcome: AttemptOutcome) { meter.log.add("\(meter.name) \(outcome.status)") }
        }

        let name: String
        let log: Log
        var refuses = false
        var observes = true
        var asksForUsage = false

        func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)? {
            log.add("\(name) begins")
            if refuses { throw OpenAIError(.budgetExceeded, "no") }
            return observes ? Record(meter: self) : nil
        }
    }

    private func client(_ meters: [any CallMeter], _ answers: ScriptedTransport) throws -> OpenAI {
        try answers.client(meter: MultiplexMeter(meters))
    }

    @Test("Each receives every attempt and its end once, with the ends in reverse order")
    func ends() async throws {
        let log = Log()
        let meters = [
            Named(name: "a", log: log), Named(name: "silent", log: log, observes: false), Named(name: "b", log: log),
        ]
        let client = try client(meters, .answers(.status(429), "yes"))
        _ = try await client.chat.completions.create(Harness.request)
        let begins = ["a begins", "silent begins", "b begins"]
        #expect(log.lines == begins + ["b failed", "a failed"] + begins + ["b complete", "a complete"])
    }

    @Test("If one refuses, earlier ones are notified that nothing was sent, and later ones receive nothing")
    func refusal() async throws {
        let log = Log()
        let meters = [
            Named(name: "a", log: log), Named(name: "b", log: log, refuses: true), Named(name: "c", log: log),
        ]
        let model = ScriptedTransport.answers("yes")
        let error = await #expect(throws: OpenAIError.self) {
            try await client(meters, model).chat.completions.create(Harness.request)
        }
        #expect(error?.code == .budgetExceeded && model.requests.isEmpty)
        #expect(log.lines == ["a begins", "b begins", "a unsent"])
    }

    @Test("An abandoned stream ends for each of them")
    func left() async throws {
        let log = Log()
        let client = try client(
            [Named(name: "a", log: log), Named(name: "b", log: log)],
            .answers(.stream("a", "b", "c"))
        )
        for try await _ in try await client.chat.completions.stream(Harness.request) { break }
        #expect(
            log.lines.filter { !$0.hasSuffix("progress") } == ["a begins", "b begins", "b cancelled", "a cancelled"]
        )
        #expect(log.lines.contains("a progress") && log.lines.contains("b progress"))
    }

    @Test("Streams request their usage as soon as one meter needs it")
    func usage() {
        let log = Log()
        #expect(!MultiplexMeter([]).asksForUsage)
        #expect(!MultiplexMeter([Named(name: "a", log: log)]).asksForUsage)
        #expect(
            MultiplexMeter([Named(name: "a", log: log), Named(name: "b", log: log, asksForUsage: true)]).asksForUsage
        )
    }

    @Test("Configured rate limits delay calls without a ledger or with another meter, separately for each model")
    func rateLimits() async throws {
        let log = Log()
        let model = ScriptedTransport.answers("yes")
        let clock = ManualClock(skipsPauses: true)
        let client = try model.client(clock: clock, meter: Named(name: "a", log: log)) {
            $0.rateLimits = RateLimiter.Limits(requestsPerMinute: 60, learns: false)
            // Each wait advances the clock, also that of a call that is not at the front of the queue.
            $0.timeouts.total = .seconds(1_000_000)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask { _ = try await client.chat.completions.create(Harness.request) }
            }
            try await group.waitForAll()
        }
        #expect(model.requests.count == 20 && log.lines.count { $0 == "a complete" } == 20)
        #expect(clock.now.offset > .seconds(15), "one a second: \(clock.now.offset)")
    }
}
