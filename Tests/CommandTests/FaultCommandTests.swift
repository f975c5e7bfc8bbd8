import Foundation
import Synchronization
import Testing
import Waiter
import WaiterPlatform
import WaiterTestSupport

/// A variant of a row of the matrix and the expected behavior of `waiter ask`.
private struct Case: Sendable, CustomTestStringConvertible {
    let fault: Fault
    let command: Fault.Command
    let variant: Int

    var testDescription: String { command.variants.count > 1 ? "\(fault.name): \(variant)" : fault.name }

    /// Whether it is the first variant of its row.
    var isFirst: Bool { variant == command.variants.first }

    static let all = FaultTable.rows.flatMap { fault in
        fault.command.map { command in
            command.variants.map { Case(fault: fault, command: command, variant: $0) }
        } ?? []
    }
}

@Suite("Every fault, through waiter ask", .timeLimit(.minutes(5)))
struct FaultCommandTests {
    /// A finished command.
    private struct Played {
        let result: CommandResult
        let server: FaultServer
        let elsewhere: FaultServer
        let fixture: CommandFixture
    }

    @Test("A fault has the exit code, message and output given in the table", arguments: Case.all)
    private func row(_ row: Case) async throws {
        let played = try await play(row)
        let (result, command) = (played.result, row.command)
        let text = row.fault.ending(row.variant).text
        #expect(result.exitCode == command.exit(row.variant), "\(result.error)")
        #expect(result.output == command.output ?? (text.isEmpty ? "" : text + "\n"), "\(result.error)")
        if command.says.isEmpty {
            #expect(result.error.isEmpty == (command.exit(row.variant) == 0), "\(result.error)")
        } else {
            #expect(result.error.contains(command.says), "\(result.error)")
        }
        if let expected = expectedRequests(row) { #expect(expected.contains(played.server.requests.count)) }
        #expect(played.elsewhere.connections == 0)
    }

    @Test("-v output of a fault does not contain the key", arguments: Case.all.filter { $0.isFirst })
    private func verbose(_ row: Case) async throws {
        let result = try await play(row, "-v").result
        #expect(result.exitCode == row.command.exit(row.variant), "\(result.error)")
        #expect(!result.error.isEmpty)
    }

    /// Runs `waiter ask` against the row's server and checks two invariants: it exits, and it never shows the key.
    private func play(_ row: Case, _ arguments: String...) async throws -> Played {
        let fault = row.fault
        let elsewhere = try FaultServer { _, _ in [] }
        let moment = Fault.Moment(variant: row.variant, elsewhere: elsewhere.address)
        let server = try FaultServer(
            onAccept: { _ in fault.greeting?(moment) ?? [] },
            script: { _, count in
                var moment = moment
                moment.attempt = count
                return fault.script(moment)
            }
        )
        let closedPort = try ClosedPort()
        let mode = fault.isStreamed ? [] : ["--no-stream"]
        let fixture = try CommandFixture()
        let command = try await fixture.start(
            ["ask", "--no-stdin", "-m", "m"] + mode + row.command.arguments + arguments + ["hi"],
            environment: [
                "OPENAI_BASE_URL": fault.baseURL(of: server, or: closedPort), "OPENAI_API_KEY": FaultWire.key,
            ]
        )
        let follower = Task { await follow(command, row, moment) }
        let result = await command.result()
        moment.reached.open()
        moment.arrived.open()
        await follower.value
        withExtendedLifetime(closedPort) {}
        #expect(!result.isTimedOut)
        expectNoKey(result, fixture)
        return Played(result: result, server: server, elsewhere: elsewhere, fixture: fixture)
    }

    /// Opens the server's gate when the text has arrived, and cancels if the row says so.
    private func follow(_ command: RunningCommand, _ row: Case, _ moment: Fault.Moment) async {
        let text = row.fault.ending(row.variant).text
        if row.fault.isStreamed, !text.isEmpty, await command.waitForOutput(text) { moment.arrived.open() }
        switch row.fault.cancels {
        case .whenReached?: await moment.reached.wait()
        case .whenArrived?: await moment.arrived.wait()
        default: return
        }
        command.send(signal: SIGINT)
    }

    /// The number of requests read by the server; nil if it reads none.
    private func expectedRequests(_ row: Case) -> ClosedRange<Int>? {
        guard row.fault.greeting == nil, case .server = row.fault.address else { return nil }
        if let attempts = row.command.attempts { return attempts...attempts }
        // On a busy machine, a short deadline can expire before anything is sent.
        if row.command.arguments.contains("--timeout") { return 0...1 }
        return row.command.arguments.contains("--retries") ? 1...1 : row.fault.ending(row.variant).requests
    }

    /// The key must be neither in the output nor in files left behind.
    private func expectNoKey(_ result: CommandResult, _ fixture: CommandFixture) {
        let middle: String = String(FaultWire.key.dropFirst(10).dropLast(5))
        #expect(!result.output.contains(middle))
        #expect(!result.error.contains(middle))
        let files = FileManager.default.enumerator(atPath: fixture.home)?.compactMap { $0 as? String } ?? []
        for file in files {
            let bytes = FileManager.default.contents(atPath: fixture.home + "/" + file) ?? Data()
            #expect(bytes.range(of: Data(middle.utf8)) == nil, "\(file)")
        }
    }
}
