import Foundation
import Testing
import WaiterTestSupport

@Suite("The fault page")
struct FaultPageTests {
    /// WAITER_RECORD_SNAPSHOTS=1 records the page again.
    @Test("The page equals the table, row by row")
    func page() throws {
        let root = URL(fileURLWithPath: #filePath).appendingPathComponent("../../..").standardized
        let file = root.appendingPathComponent("docs/faults.md")
        if ProcessInfo.processInfo.environment["WAITER_RECORD_SNAPSHOTS"] == "1" {
            try Data(FaultPage.markdown.utf8).write(to: file)
        }
        let page = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        #expect(page == FaultPage.markdown, "record it again with WAITER_RECORD_SNAPSHOTS=1")
    }

    @Test("Each row has a unique name")
    func names() {
        let names = FaultTable.rows.map(\.name)
        #expect(Set(names).count == names.count)
    }
}
