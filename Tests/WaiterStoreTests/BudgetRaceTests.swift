import Foundation
import Synchronization
import Testing
import Waiter
import WaiterModels
import WaiterTestSupport

@testable import WaiterStore

/// Processes that race for the last cent of a budget. `WAITER_SOAK=1` runs ten with 200 calls each, and permits 500.
@Suite("Budgets under concurrency", .serialized)
struct BudgetRaceTests {
    private static let isSoak = ProcessInfo.processInfo.environment["WAITER_SOAK"] != nil
    private static var processes: Int { isSoak ? 10 : 4 }
    private static var calls: Int { isSoak ? 200 : 25 }
    private static var allowed: Int { isSoak ? 500 : 60 }

    private static let racer: String? = {
        var folder = URL(fileURLWithPath: CommandLine.arguments.first ?? "").deletingLastPathComponent()
        for _ in 0..<4 {
            let candidate = folder.appendingPathComponent("LedgerRacer").path
            if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
            folder.deleteLastPathComponent()
        }
        return nil
    }()

    /// The cost of a racer's call: 8 input tokens and 10 output tokens, exactly the maximum.
    private static let price = Dollars(picodollars: 8 * 2_500_000 + 10 * 10_000_000)
    private static let answer = FaultServer.Step.response(
        """
        {"model":"gpt-4o","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},\
        "finish_reason":"length"}],"usage":{"prompt_tokens":8,"completion_tokens":10,"total_tokens":18}}
        """
    )

    private func budget() -> Budget {
        Budget(limit: Dollars(picodollars: Self.price.picodollars * Int64(Self.allowed)), period: .month)
    }

    /// Runs racers until each has exited by itself; killed ones are restarted.
    private func race(
        _ path: String,
        _ server: FaultServer,
        tasks: Int,
        started: @escaping @Sendable (Int32) -> Void = { _ in }
    ) async throws {
        let racer = try #require(Self.racer, "LedgerRacer is not built")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<Self.processes {
                group.addTask {
                    while try await Self.run(
                        racer,
                        [path, server.address + "/v1", "\(Self.calls)", "\(tasks)"],
                        started
                    ) {}
                }
            }
            try await group.waitForAll()
        }
    }

    /// Runs one racer; returns true if it was killed.
    private static func run(
        _ racer: String,
        _ words: [String],
        _ started: @Sendable (Int32) -> Void
    ) async throws -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: racer)
        process.arguments = words
        process.standardOutput = FileHandle.nullDevice
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        process.terminationHandler = { _ in end.finish() }
        try process.run()
        started(process.processIdentifier)
        for await _ in ends {}
        return process.terminationReason == .uncaughtSignal
    }

    /// Invariants after any events: nothing is overspent, and the running totals equal the plain sums.
    private func check(_ ledger: Ledger, _ folder: StoreFolder) throws -> BudgetStatus {
        let status = try #require(try ledger.budgets().first)
        let counted = try ledger.attempts().reduce(0) { $0 + $1.counted.picodollars }
        #expect(status.spent.picodollars == counted)
        #expect(status.reserved == .zero)
        #expect(status.spent <= status.budget.limit)
        #expect(try folder.problems() == [])
        return status
    }

    @Test("Processes that race for the last cent send exactly as many calls as the budget permits")
    func race() async throws {
        let folder = try StoreFolder()
        let ledger = try folder.ledger()
        try await ledger.set(budget())
        let server = try FaultServer { _, _ in [Self.answer] }
        try await race(folder.path, server, tasks: 3)
        #expect(server.requests.count == Self.allowed)
        #expect(try check(ledger, folder).left == .zero)
    }

    @Test("Processes killed while waiting for an answer are charged the maximum cost")
    func killedInCall() async throws {
        let folder = try StoreFolder()
        let ledger = try folder.ledger()
        try await ledger.set(budget())
        let kills = Mutex(0)
        let server = try FaultServer { request, number in
            guard number % 9 == 4, let process = request.headers["x-process"].flatMap({ Int32($0) }) else {
                return [Self.answer]
            }
            kills.withLock { $0 += 1 }
            kill(process, SIGKILL)
            return [.stall]
        }
        try await race(folder.path, server, tasks: 1)
        #expect(server.requests.count == Self.allowed)
        #expect(try check(ledger, folder).left == .zero)
        await #expect(try ledger.attempts().count { $0.status == .unknown } == kills.withLock { $0 })
    }

    @Test("Processes killed at random never overspend, and lose at most their calls in flight")
    func killedAnywhere() async throws {
        let seed = UInt64.random(in: 0 ... .max)
        let folder = try StoreFolder()
        let ledger = try folder.ledger()
        try await ledger.set(budget())
        let server = try FaultServer { _, _ in [Self.answer] }
        let random = Mutex(SeededRandom(seed: seed))
        let kills = Mutex(0)
        let limit = Self.isSoak ? 60 : 6
        try await race(folder.path, server, tasks: 3) { process in
            let (delay, isVictim) = random.withLock { random in
                (Int.random(in: 20...600, using: &random), Bool.random(using: &random))
            }
            guard isVictim, kills.withLock({ $0 }) < limit else { return }
            kills.withLock { $0 += 1 }
            // Detached from the test: it kills only an unreaped child of the test, or nothing.
            DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(delay)) { kill(process, SIGKILL) }
        }
        let lost = Self.allowed - server.requests.count
        #expect(lost >= 0, "seed \(seed)")
        #expect(lost <= kills.withLock { $0 } * 3, "seed \(seed)")
        #expect(try check(ledger, folder).left == .zero, "seed \(seed)")
    }
}
