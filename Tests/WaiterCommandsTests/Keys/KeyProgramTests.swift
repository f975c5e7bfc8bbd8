import Testing
import Waiter
import WaiterCommands

@Suite("Key commands")
struct KeyProgramTests {
    private func run(_ command: String, timeLimit: Duration = .seconds(30)) async throws -> String {
        let environment = ["PATH": "/usr/bin:/bin", "FROM_HERE": "inherited"]
        return try await KeyProgram(command, name: "vault", environment: environment, timeLimit: timeLimit).run()
    }

    @Test("The output without surrounding white space is the key; the command inherits the environment")
    func success() async throws {
        #expect(try await run("printf ' key-1\\n\\n'") == "key-1")
        #expect(try await run("echo $FROM_HERE") == "inherited")
        #expect(try await run("cat; echo end-of-input") == "end-of-input")
    }

    @Test(
        "A failure exits with 8 and its reason, without any of the output",
        arguments: [
            ("echo leaked; exit 3", "exit code 3"), ("echo leaked; kill -9 $$", "terminated by a signal"),
            ("true", "it printed nothing"), ("echo leaked leaked", "it contains a space"),
            ("printf 'leaked\\nleaked'", "it contains a line break"),
            ("printf 'leaked\\377'", "its output is not UTF-8"),
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

    /// Never exits by itself; processes left after its shell is killed exit soon.
    private static let endless = "while kill -0 $$ 2>/dev/null; do sleep 1; done"

    @Test("A command that does not exit is terminated", arguments: [endless, "(\(endless)) | cat"])
    func timeLimit(command: String) async throws {
        let begin = ContinuousClock.now
        let failure = try #require(await commandFailure { _ = try await run(command, timeLimit: .milliseconds(50)) })
        #expect(failure.place == "timed out after 50 ms")
        #expect(ContinuousClock.now - begin < .seconds(300))
    }

    @Test("Cancelling the task terminates the command")
    func cancellation() async {
        let task = Task { try await run(Self.endless) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
