import Foundation
import Testing
import Waiter
import WaiterConversation
import WaiterStore
import WaiterTestSupport

@Suite("waiter log: damaged and unknown files")
struct LogDamageTests {
    private let scene: LogScene

    init() throws { scene = try LogScene() }

    private static let reading = [
        ["list"], ["show", "last"], ["search", "x"], ["export", "--all"], ["rm", "--all", "--yes"],
    ]

    /// Runs SQLite directly, without the ledger.
    private func sqlite(_ path: String, _ sql: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", "-c",
            "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.executescript(sys.argv[2]); c.close()", path, sql,
        ]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    private func doctor() async throws -> (state: String?, detail: String, remedy: String?) {
        let result = try await scene.fixture.run(["doctor", "--offline", "--json"])
        let findings = try #require(try JSONValue(jsonText: result.output).arrayValue)
        let finding = try #require(findings.first { $0["step"] == "database" })
        #expect(result.exitCode == 1 || finding["state"] == "ok")
        return (finding["state"]?.stringValue, finding["detail"]?.stringValue ?? "", finding["remedy"]?.stringValue)
    }

    private func expectUnchanged(
        _ words: [[String]],
        saying text: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let before = try Data(contentsOf: URL(fileURLWithPath: scene.path))
        for words in words {
            let result = try await scene.fixture.run(["log"] + words)
            #expect(result.exitCode == 1, "\(words)", sourceLocation: sourceLocation)
            #expect(result.error.contains(text), "\(words): \(result.error)", sourceLocation: sourceLocation)
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: scene.path)) == before, sourceLocation: sourceLocation)
    }

    @Test("The doctor counts the contents of a valid ledger, and a missing ledger is not a failure")
    func healthy() async throws {
        #expect(try await doctor().detail == "none yet")
        try scene.keep(("a", "b"))
        let finding = try await doctor()
        #expect(finding.state == "ok" && finding.detail.hasPrefix("1 conversations, 2 messages, "), "\(finding)")
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: scene.path)
        let open = try await doctor()
        #expect(open.state == "failed" && open.remedy == "run: chmod 600 \(scene.path)")
    }

    @Test("A text file where the ledger is expected is left unchanged and reported as such")
    func textFile() async throws {
        try scene.fixture.write(String(repeating: "This is my diary.\n", count: 100), to: "waiter.sqlite3")
        try await expectUnchanged(Self.reading, saying: "\(scene.path) is not a database; see: waiter doctor")
        let finding = try await doctor()
        #expect(finding.state == "failed" && finding.remedy?.hasPrefix("move it to another directory: mkdir ") == true)
    }

    @Test("A database that belongs to another program is left unchanged")
    func foreign() async throws {
        try sqlite(scene.path, "CREATE TABLE bookmark (url TEXT); INSERT INTO bookmark VALUES ('x')")
        try await expectUnchanged(Self.reading, saying: "\(scene.path) is another program's database")
        #expect(try await doctor().remedy?.hasPrefix("move it to another directory: mkdir ") == true)
    }

    @Test("A database from a newer version is left unchanged, with a hint to update")
    func newer() async throws {
        try scene.keep(("a", "b"))
        try sqlite(scene.path, "PRAGMA user_version = 99")
        try await expectUnchanged(Self.reading, saying: "a newer version of waiter wrote \(scene.path)")
        let finding = try await doctor()
        #expect(finding.state == "failed" && finding.remedy == "update waiter", "\(finding)")
    }

    @Test("A damaged database is reported and never overwritten, and the suggested command recovers readable data")
    func damaged() async throws {
        for number in 0..<300 {
            try scene.keep(("question \(number) " + String(repeating: "words ", count: 50), "answer"))
        }
        try sqlite(scene.path, "PRAGMA wal_checkpoint(TRUNCATE)")
        // Damages pages of conversations and messages. Those before them stay, with the table names and the common answer, and so
        // do those after them, with the indexes by which all messages are found.
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: scene.path))
        let size = try handle.seekToEnd()
        try handle.seek(toOffset: size * 3 / 5 / 4096 * 4096)
        try handle.write(contentsOf: Data(repeating: 0xA5, count: Int(size / 5)))
        try handle.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: scene.path))
        let result = try await scene.run("list", "-n", "0", "--json")
        #expect([0, 1].contains(result.exitCode))
        let export = try await scene.run("export", "--all")
        #expect(export.exitCode == 1)
        #expect(
            export.error.contains(/\d+ conversations are damaged and were not exported; see: waiter doctor\n/),
            "\(export.error)"
        )
        let finding = try await doctor()
        #expect(finding.state == "failed" && finding.detail.hasPrefix("\(scene.path) is damaged: "))
        #expect(try Data(contentsOf: URL(fileURLWithPath: scene.path)) == before)

        // The command suggested by the doctor recovers them.
        let remedy = try #require(finding.remedy)
        let commands = try #require(remedy.split(separator: ": ", maxSplits: 1).last)
        let tools = URL(fileURLWithPath: try #require(CommandFixture.executable)).deletingLastPathComponent().path
        let shell = try await scene.fixture.run(
            ["-c", "cd \"$HOME\"; \(commands)"],
            environment: ["PATH": tools + ":/usr/bin:/bin"],
            executable: "/bin/sh"
        )
        #expect(shell.exitCode == 0, "\(shell.error)")
        let after = try await doctor()
        #expect(after.state == "ok", "\(after)")
        let kept = try await scene.store().list()
        #expect(!kept.isEmpty && kept.count < 300)
        let away = scene.fixture.waiterHome + "/damaged/waiter.sqlite3"
        #expect(FileManager.default.fileExists(atPath: away))
    }

    @Test("`waiter log path` prints the path, and `waiter logs` suggests `waiter log`")
    func path() async throws {
        #expect(try await scene.run("path").output == scene.path + "\n")
        #expect(try await scene.fixture.run(["logs"]).error.contains("see: waiter log"))
        let wrong = try await scene.run("shwo")
        #expect(wrong.exitCode == 2 && wrong.error.contains("did you mean 'show'?"))
    }
}
