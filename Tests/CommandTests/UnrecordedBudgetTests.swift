import Foundation
import Testing
import Waiter
import WaiterConversation
import WaiterModels
import WaiterStore
import WaiterTestSupport

@Suite("Budgets where nothing is recorded")
struct UnrecordedBudgetTests {
    private func scene() throws -> Scene { try Scene { _, _ in Reply.completion("Hello") } }

    private func ask(_ scene: Scene, _ words: String...) async throws -> CommandResult {
        let command = try await scene.start(
            ["ask", "Hi", "--no-stream", "-m", "gpt-4o", "--max-tokens", "100"] + words
        )
        return await scene.finish(command)
    }

    @Test(
        "Where the ledger is there and cannot be opened, the answer comes, and that budgets cannot be kept is said",
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
        #expect(result.error.contains("budgets cannot be kept: "), "\(result.error)")
        #expect(result.error.contains("is not a database: see: waiter doctor"), "\(result.error)")
    }

    @Test("Where there was no ledger and none can be made, nothing is said of budgets, since there were none")
    func unmakeable() async throws {
        let scene = try scene()
        try scene.fixture.write("", to: "file")
        let home = scene.fixture.waiterHome + "/file/home"
        let result = try await scene.run("Hi", "--no-stream", "-m", "gpt-4o", environment: ["WAITER_HOME": home])
        #expect(!result.error.contains("budgets"), "\(result.error)")
    }

    @Test(
        "A budget holds at any server on this machine but the local model, also as -P ollama",
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

    @Test("A budget holds at ollama's own address as well, unless the profile says that it is free")
    func ollama() async throws {
        let fixture = try CommandFixture()
        let words = [
            "ask", "Hi", "--no-stream", "-m", "gpt-4o", "--max-tokens", "100", "-P", "ollama", "--budget", "0.001",
        ]
        let refused = try await fixture.run(words)
        #expect(refused.exitCode == 11, "\(refused.error)")
        try fixture.write(#"{"profiles": {"ollama": {"billing": "free"}}}"#, to: "config.json")
        // Whoever answers there, or nobody.
        let free = try await fixture.run(words + ["--retries", "0"])
        #expect(free.exitCode != 11 && !free.error.contains("budget"), "\(free.error)")
    }

    @Test("--budget holds where nothing is recorded, and what is spent is on the ledger")
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

    @Test("--budget holds without a ledger's file")
    func inMemory() async throws {
        let scene = try scene()
        try scene.fixture.write("This is no database.", to: "waiter.sqlite3")
        let refused = try await ask(scene, "-n", "--budget", "0.001")
        #expect(refused.exitCode == 11, "\(refused.error)")
        #expect(scene.server.requests.isEmpty)
    }

    @Test("--budget is one limit for all questions of a chat, beside the ledger's budgets, with -n")
    func bothLimits() async throws {
        let scene = try ChatScene.server()
        // A question is reserved with $0.0010 or a little more, and then costs what the server tells: $0.0035.
        let words = ["chat", "-n", "-m", "gpt-4o", "--max-tokens", "100", "--budget", "0.006"]
        let command = try await scene.start(words, input: .text("one\ntwo\nthree\n"))
        let alone = await scene.finish(command)
        #expect(alone.output == "answer 1.\nanswer 2.\n", "\(alone.error)")
        #expect(alone.error.contains("but only $0.00 of the --budget of $0.006 is left"), "\(alone.error)")
        #expect(try await scene.run("log").output == "")
    }

    @Test("A budget that is set while a chat runs holds from its next question on, with -n as well")
    func setMeanwhile() async throws {
        let scene = try ChatScene.server()
        let chat = try await ChatScene(scene, "-n", "-m", "gpt-4o", "--max-tokens", "100")
        await chat.enter("one", until: "answer 1.")
        // What `waiter usage budget` does; another command might wait long for its turn among all tests.
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
