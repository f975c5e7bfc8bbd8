import Foundation
import Synchronization
import Testing
import Waiter
import WaiterTestSupport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One way of a row of the matrix, and what `waiter ask` makes of it.
private struct Case: Sendable, CustomTestStringConvertible {
    let fault: Fault
    let command: Fault.Command
    let variant: Int

    var testDescription: String { command.variants.count > 1 ? "\(fault.name): \(variant)" : fault.name }

    static let all = FaultTable.rows.flatMap { fault in
        fault.command.map { command in
            command.variants.map { Case(fault: fault, command: command, variant: $0) }
        } ?? []
    }
}

@Suite("Every fault, through waiter ask", .timeLimit(.minutes(2)))
struct FaultCommandTests {
    @Test("A fault has the exit code, the words and the output that the table says", arguments: Case.all)
    private func row(_ row: Case) async throws {
        let (fault, command) = (row.fault, row.command)
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
        if case .closedPort = fault.address { server.stop() }
        let ending = fault.ending(row.variant)
        let fixture = try CommandFixture()
        let running = try await fixture.start(
            ["ask", "--no-stdin", "-m", "m"] + (fault.isStreamed ? [] : ["--no-stream"]) + command.arguments + ["hi"],
            environment: ["OPENAI_BASE_URL": fault.baseURL(of: server), "OPENAI_API_KEY": FaultWire.key]
        )
        let follower = Task {
            if fault.isStreamed, !ending.text.isEmpty, await running.waitForOutput(ending.text) {
                moment.arrived.open()
            }
            switch fault.cancels {
            case .whenReached?: await moment.reached.wait()
            case .whenArrived?: await moment.arrived.wait()
            default: return
            }
            running.send(signal: SIGINT)
        }
        let result = await running.result()
        moment.reached.open()
        moment.arrived.open()
        await follower.value
        #expect(!result.isTimedOut)
        #expect(result.exitCode == command.exit(row.variant), "\(result.error)")
        #expect(result.output == command.output ?? (ending.text.isEmpty ? "" : ending.text + "\n"), "\(result.error)")
        if command.says.isEmpty {
            #expect(result.error.isEmpty == (command.exit(row.variant) == 0), "\(result.error)")
        } else {
            #expect(result.error.contains(command.says), "\(result.error)")
        }
        if let expected = expectedRequests(row) { #expect(server.requests.count == expected) }
        #expect(elsewhere.connections == 0)
        expectNoKey(result, fixture)
    }

    /// How many requests the server reads; nil where it reads none.
    private func expectedRequests(_ row: Case) -> Int? {
        guard row.fault.greeting == nil, case .server = row.fault.address else { return nil }
        if let attempts = row.command.attempts { return attempts }
        if row.command.arguments.contains("--retries") { return 1 }
        let ending = row.fault.ending(row.variant)
        return ending.requests ?? ending.attempts
    }

    /// Neither what was written nor what was left in files shows the key.
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
