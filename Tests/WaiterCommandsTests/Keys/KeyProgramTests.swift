import Testing
import Waiter
import WaiterCommands

@Suite("Keys that a command prints")
struct KeyProgramTests {
    private func run(_ command: String, timeLimit: Duration = .seconds(30)) async throws -> String {
        let environment = ["PATH": "/usr/bin:/bin", "FROM_HERE": "inherited"]
        return try await KeyProgram(command, name: "vault", environment: environment, timeLimit: timeLimit).run()
    }

    @Test("What it prints is the key, without the white space around it; it has our environment")
    func success() async throws {
        #expect(try await run("printf ' key-1\\n\\n'") == "key-1")
        #expect(try await run("echo $FROM_HERE") == "inherited")
        #expect(try await run("cat; echo end-of-input") == "end-of-input")
    }

    @Test(
        "A failure is exit code 8, says why, and holds nothing of what was printed",
        arguments: [
            ("echo leaked; exit 3", "exit code 3"), ("echo leaked; kill -9 $$", "ended by a signal"),
            ("true", "it printed no output"), ("echo leaked leaked", "it contains a space"),
            ("printf 'leaked\\nleaked'", "it contains a line break"),
            ("printf 'leaked\\377'", "its output is not text"),
            ("i=0; while [ $i -lt 9000 ]; do echo leaked-and-leaked; i=$((i+1)); done", "too long for a key"),
        ]
    )
    func failures(command: String, reason: String) async throws {
        let failure = try #require(await commandFailure { _ = try await run(command) })
        #expect(failure.status == .notAuthorized)
        #expect(failure.place?.contains(reason) == true)
        #expect(!failure.text.contains("leaked"))
        #expect(!failure.json.jsonText.contains("leaked"))
    }

    /// Never ends by itself; what is left of it when its shell is ended goes soon after.
    private static let endless = "while kill -0 $$ 2>/dev/null; do sleep 1; done"

    @Test("A command that does not end is ended", arguments: [endless, "(\(endless)) | cat"])
    func timeLimit(command: String) async throws {
        let begin = ContinuousClock.now
        let failure = try #require(await commandFailure { _ = try await run(command, timeLimit: .milliseconds(50)) })
        #expect(failure.place == "timed out after 50 ms")
        #expect(ContinuousClock.now - begin < .seconds(300))
    }

    @Test("Cancelling the task ends the command")
    func cancellation() async {
        let task = Task { try await run(Self.endless) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
