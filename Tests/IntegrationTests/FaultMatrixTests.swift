import Testing
import Waiter
import WaiterTestSupport

/// A row, described by its name.
private struct Row: Sendable, CustomTestStringConvertible {
    let fault: Fault
    var testDescription: String { fault.name }

    static let all = FaultTable.rows.map(Row.init)
}

@Suite("Every fault, over the real transport", .timeLimit(.minutes(5)))
struct FaultMatrixTests {
    @Test("A fault has the outcome given in the table and leaves nothing behind", arguments: Row.all)
    private func row(_ row: Row) async throws {
        let report = try await FaultStage.play(row.fault)
        #expect(report.complaints == [])
    }
}
