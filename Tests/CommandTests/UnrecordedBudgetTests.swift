import Foundation
import Testing
import Waiter
import WaiterConversation
import WaiterModels
import WaiterStore
import WaiterTestSupport

@Suite("Budgets without recording")
struct UnrecordedBudgetTests {
    private func scene() throws -> Scene { try Scene { _, _ in Reply.completion("Hello") } }

    private func ask(_ scene: Scene, _ words: String...) async throws -> CommandResult {
        let command = try await scene.start(
            ["ask", "Hi", "--no-stream", "-m", "gpt-4o", "--max-tokens", "100"] + words
        )
        return await scene.finish(command)
    }

    @Test(
        "If the ledger exists but cannot be opened, the answer is printed with a notice that budgets are not enforced",
        arguments: [[], ["-n"], ["-n", "-q"], ["--budget", "1"], ["-n", "--budget", "1"]]
    )
    func unreadable(_ flags: [String]) async throws {
        let scene = try scene()
        try scene.fixture.write("This is no database.", to: "waiter.sqlite3")
        let command = try await scene.start(
            ["ask", "Hi", "--no-stream", "-m", "gpt-4o", "--max-tokens", "100"] + flags
        )
        let result = await scene.finish(command)
        #expect((result.exitCode, result.output) == (0, "Hello\n"))
        #expect(result.errorLines.count == 1, "\(result.error)")
        #expect(result.error.contains("budgets cannot be enforced: "), "\(result.error)")
        #expect(result.error.contains("is not a database; see: waiter doctor"), "\(result.error)")
    }

    @Test("If there was no ledger and none can be created, no notice mentions budgets")
    func unmakeable() async throws {
        let scene = try scene()
        try scene.fixture.write("", to: "file")
        let home = scene.fixture.waiterHome + "/file/home"
        let result = try await scene.run("Hi", "--no-stream", "-m", "gpt-4o", environment: ["WAITER_HOME": home])
        #expect(!result.error.contains("budgets"), "\(result.error)")
    }

    @Test(
        "A budget applies to any server on this machine except the local model, including with -P ollama",
        arguments: ["openai", "ollama"]
    )
    func serverOnThisMachine(profile: String) async throws {
        let scene = try scene()
        let refused = try await ask(
            scene,
            "-P",
            profile,
            "--base-url",
            scene.server.address + "/v1",
            "--budget",
            "0.001"
        )
        #expect(refused.exitCode == 11, "\(refused.error)")
        #expect(scene.server.requests.isEmpty)
    }

    @Test("A budget applies to ollama's own address unless the profile declares it free")
    func ollama() async throws {
        let fixture = try CommandFixture()
        let words = [
            "ask", "Hi", "--no-stream", "-m", "gpt-4o", "--max-tokens", "100", "-P", "ollama", "--budget", "0.001",
        ]
        let refused = try await fixture.run(words)
        #expect(refused.exitCode == 11, "\(refused.error)")
        try fixture.write(#"{"profiles": {"ollama": {"billing": "free"}}}"#, to: "config.json")
        // Whether or not a server responds there.
        let free = try await fixture.run(words + ["--retries", "0"])
        #expect(free.exitCode != 11 && !free.error.contains("budget"), "\(free.error)")
    }

    @Test("--budget applies without recording, and the ledger records the cost")
    func unrecorded() async throws {
        let scene = try scene()
        let refused = try await ask(scene, "-n", "--budget", "0.001")
        #expect(refused.exitCode == 11, "\(refused.error)")
        #expect(scene.server.requests.isEmpty)
        #expect(try await ask(scene, "-n", "--budget", "1").exitCode == 0)
        let byEnvironment = try await scene.run(
            "Hi",
            "--no-stream",
            "-m",
            "gpt-4o",
            "--max-tokens",
            "100",
            "--budget",
            "1",
            environment: ["WAITER_NO_LOG": "1"]
        )
        #expect(byEnvironment.exitCode == 0)
        #expect(try await ask(scene).exitCode == 0)
        #expect(try await scene.run("usage", "export").output.split(separator: "\r\n").count == 4)
        #expect(try await scene.run("log").output.split(separator: "\n").count == 1)
    }

    @Test("--budget applies without a ledger file")
    func inMemory() async throws {
        let scene = try scene()
        try scene.fixture.write("This is no database.", to: "waiter.sqlite3")
        let refused = try await ask(scene, "-n", "--budget", "0.001")
        #expect(refused.exitCode == 11, "\(refused.error)")
        #expect(scene.server.requests.isEmpty)
    }

    @Test("--budget is a single limit for all questions in a chat with -n, in addition to the ledger's budgets")
    func bothLimits() async throws {
        let scene = try ChatScene.server()
        // A question reserves at least $0.0010, and then costs the reported $0.0035.
        let words = ["chat", "-n", "-m", "gpt-4o", "--max-tokens", "100", "--budget", "0.006"]
        let command = try await scene.start(words, input: .text("one\ntwo\nthree\n"))
        let alone = await scene.finish(command)
        #expect(alone.output == "answer 1.\nanswer 2.\n", "\(alone.error)")
        #expect(alone.error.contains("but only $0.00 of the --budget of $0.006 is left"), "\(alone.error)")
        #expect(try await scene.run("log").output == "")
    }

    @Test("A budget set during a chat applies from the next question, with -n as well")
    func setMeanwhile() async throws {
        let scene = try ChatScene.server()
        let chat = try await ChatScene(scene, "-n", "-m", "gpt-4o", "--max-tokens", "100")
        await chat.enter("one", until: "answer 1.")
        // Equivalent to `waiter usage budget`; another command could wait long for its turn among all tests.
        let budget = Budget(limit: .zero, period: .month)
        let ledger = try await Ledger(path: scene.fixture.waiterHome + "/waiter.sqlite3")
        try await ledger.set(budget)
        await chat.enter("two", until: "the budget of $0.00 a month")
        try await ledger.remove(budget)
        await chat.enter("three", until: "answer 2.")
        await chat.leave()
        #expect(ChatScene.asked(scene).count == 2)
    }
}
