import Synchronization
import Testing
import Waiter
import WaiterBulk
import WaiterBulkPostgreSQL
import WaiterModels
import WaiterPlatform
import WaiterTestSupport

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Workers that share a run in PostgreSQL, each with a home of its own, as on different machines.
///
/// `WAITER_SOAK=1` kills fifty workers in a run of five thousand rows.
@Suite(
    "waiter batch work, killed at random moments",
    .enabled(if: PostgreSQLServer.isAvailable, "\(PostgreSQLServer.absence)"),
    .timeLimit(.minutes(15))
)
struct BatchWorkerKillTests {
    /// The requests that the server received.
    private final class Log: Sendable {
        struct Sent: Hashable {
            var worker: String
            var row: String
        }

        private struct State {
            var sent: [Sent] = []
            var workers: Set<String> = []
        }

        private let state = Mutex(State())
        /// Opens when every machine has sent a request.
        let isComplete = Gate()

        func add(_ request: FaultServer.Request) {
            let worker = request.headers["x-worker"]
            let workers = state.withLock { state in
                state.sent.append(Sent(worker: worker ?? "", row: BatchScene.prompt(request)))
                if let worker { state.workers.insert(worker) }
                return state.workers.count
            }
            if workers >= BatchWorkerKillTests.machines { isComplete.open() }
        }

        var all: [Sent] { state.withLock(\.sent) }
    }

    private static let isSoak = ProcessInfo.processInfo.environment["WAITER_SOAK"] == "1"
    private static let machines = 4
    private static let concurrency = 4
    /// The cost of a row, and the most that it can cost, in 10^-12 dollars.
    private static let (cost, maximum): (Int64, Int64) = (120_000_000, 1_040_000_000)

    /// Starts a worker, which sends its name with each request.
    private func start(_ batch: BatchScene, _ queue: String, machine: Int, _ name: String) async throws
        -> RunningCommand
    {
        let home = "machine-\(machine)"
        try batch.scene.fixture.makeDirectory(home)
        try batch.scene.fixture.write(#"{"profiles": {"openai": {"billing": "list"}}}"#, to: home + "/config.json")
        return try await batch.scene.start(
            ["batch", "work", "out", "-j", "\(Self.concurrency)", "--header", "X-Worker: \(name)"],
            environment: ["WAITER_QUEUE": queue, "WAITER_HOME": batch.home + "/" + home]
        )
    }

    @Test("Every row has one result, only rows that a killed worker was sending are sent again, and the budget holds")
    func kills() async throws {
        let (rows, kills) = Self.isSoak ? (5000, 50) : (160, 3)
        let database = try PostgreSQLServer()
        let (point, log, killedAll) = (KillPoint(), Log(), Gate())
        let step = rows / (kills + 1)
        let fixture = try CommandFixture(limit: .seconds(840), atOnce: 8)
        let batch = try BatchScene(fixture: fixture) { request, number in
            log.add(request)
            point.pass(number)
            let isFirst = request.headers["x-worker"]?.hasSuffix(".0") ?? false
            // The run does not end before all machines have joined it, and all kills are done.
            let isLast = number >= kills * step + step / 2
            return (isFirst ? [.wait(log.isComplete)] : []) + (isLast ? [.wait(killedAll)] : [])
                + [.pause(.milliseconds(2))] + BatchScene.answer(request)
        }
        // A kill leaves up to four reservations of unknown cost; each worker holds up to sixteen more rows.
        let held = Int64(kills * Self.concurrency + Self.machines * (Self.concurrency + 16))
        let budget = Dollars(picodollars: Int64(rows) * Self.cost + held * Self.maximum)
        let arguments = BatchScene.arguments(try batch.prompts(rows), batch.output, ["--budget", budget.decimalText])
        let shared = ["WAITER_QUEUE": database.url()]
        let load = arguments + ["--limit", "1", "-j", "1"]
        let loaded = await batch.scene.finish(try await batch.scene.start(load, environment: shared))
        #expect(loaded.exitCode == 0, "\(loaded.error)")
        let queue = try await PostgreSQLBulkQueue(database.url())
        let isOver = CancellationFlag()
        defer { isOver.set() }
        let watch = Task {
            while !isOver.isSet {
                let status = try #require(try await queue.status(of: "out"))
                let used = [status.spent, status.uncertain, status.reserved].map(\.picodollars).reduce(0, +)
                #expect(used <= budget.picodollars)
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        var random = SeededRandom(seed: 21)
        var workers: [(name: String, command: RunningCommand)] = []
        for machine in 0..<Self.machines {
            let name = "\(machine).0"
            workers.append((name, try await start(batch, database.url(), machine: machine, name)))
        }
        var killed: Set<String> = []
        for kill in 1...kills {
            let target = kill * step + Int.random(in: 0..<max(1, step / 2), using: &random)
            await point.gate(at: target).wait()
            let machine = Int.random(in: 0..<Self.machines, using: &random)
            workers[machine].command.send(signal: SIGKILL)
            _ = await workers[machine].command.result()
            killed.insert(workers[machine].name)
            let name = "\(machine).\(kill)"
            workers[machine] = (name, try await start(batch, database.url(), machine: machine, name))
        }
        killedAll.open()
        for worker in workers {
            let result = await batch.scene.finish(worker.command)
            #expect(result.exitCode == 0, "\(worker.name): \(result.error)")
        }
        isOver.set()
        try await watch.value
        let result = await batch.scene.finish(try await batch.scene.start(arguments, environment: shared))
        #expect(result.exitCode == 0, "\(result.error)")
        let texts = try batch.texts()
        #expect(texts.count == rows)
        for number in 1...rows { #expect(texts["line-\(number)"] == "prompt \(number)") }
        let status = try #require(try await queue.status(of: "out"))
        check(log.all, killed, status)
        #expect(status.rows == [.done: rows])
        #expect(status.spent.picodollars == Int64(rows) * Self.cost)
        #expect(status.reserved == .zero)
        #expect(Int64(log.all.count) * Self.cost <= budget.picodollars)
    }

    /// Checks that only rows that a killed worker was sending were sent again.
    private func check(_ sent: [Log.Sent], _ killed: Set<String>, _ status: BulkStatus) {
        var senders: [String: [String]] = [:]
        for one in sent { senders[one.row, default: []].append(one.worker) }
        // A worker sends each row once, and at most one that sent a row was not killed.
        #expect(Set(sent).count == sent.count)
        for (row, workers) in senders {
            #expect(workers.count { !killed.contains($0) } <= 1, "\(row) was sent by \(workers)")
        }
        let again = sent.count - senders.count
        #expect(again <= status.repeated)
        #expect(status.repeated <= killed.count * Self.concurrency)
        #expect(status.uncertain.picodollars <= Int64(status.repeated) * Self.maximum)
    }
}
