import Testing
import Waiter
import WaiterPlatform
import WaiterTestSupport

@Suite("Approval of tools on a terminal")
struct ToolApprovalTests {
    private let question = "[a]lways run count:"

    private func start(_ tools: ToolScene, _ arguments: String...) async throws -> RunningCommand {
        try await tools.scene.start(
            ["--tool", "count(n)=cat", "Count"] + arguments,
            input: .terminal,
            environment: ["TERM": "xterm", "NO_COLOR": "1"],
            streams: .terminal
        )
    }

    @Test("A call runs after y, and is refused after n", arguments: [("y", true), ("n", false), ("", false)])
    func decision(reply: String, isRun: Bool) async throws {
        let tools = try ToolScene([ToolScene.calls(("count", #"{"n":"a"}"#)), Reply.stream("Done.")])
        let command = try await start(tools)
        #expect(await command.waitForOutput(question), "\(command.outputSoFar)")
        #expect(
            command.outputSoFar.contains(#"the model wants to run count (cat) {"n":"a"}"#),
            "\(command.outputSoFar)"
        )
        command.type(reply + "\n")
        let result = await tools.scene.finish(command)
        #expect(result.exitCode == 0)
        let expected = isRun ? "{\"n\":\"a\"}\n" : "error: the call was denied: the user declined"
        #expect(tools.results(1) == [expected])
    }

    @Test("No question is repeated for a tool that is always allowed; after an unclear reply, it is repeated")
    func always() async throws {
        let calls = [#"{"n":"a"}"#, #"{"n":"b"}"#].map { ToolScene.calls(("count", $0)) }
        let tools = try ToolScene(calls + [Reply.stream("Done.")])
        let command = try await start(tools)
        #expect(await command.waitForOutput(question))
        command.type("maybe\na\n")
        let result = await tools.scene.finish(command)
        #expect(result.exitCode == 0)
        #expect(tools.results(2) == ["{\"n\":\"a\"}\n", "{\"n\":\"b\"}\n"])
        let questions = result.output.split(separator: question, omittingEmptySubsequences: false).count - 1
        #expect(questions == 2, "\(result.output)")
    }

    @Test("Ctrl-C at the question ends the command without running anything")
    func interruption() async throws {
        let tools = try ToolScene([ToolScene.calls(("count", #"{"n":"a"}"#)), Reply.stream("Done.")])
        let command = try await start(tools)
        #expect(await command.waitForOutput(question))
        command.send(signal: SIGINT)
        let result = await tools.scene.finish(command)
        #expect(result.exitCode == 130)
        #expect(tools.requests.count == 1)
    }

    @Test("After Ctrl-C in a call, the next question in a chat tells the model that the call's outcome is unknown")
    func chatInterruption() async throws {
        let server = try ToolScene([ToolScene.calls(("deploy", "{}")), Reply.stream("Unknown.")])
        let deploy = try server.program("deploy", "echo begun; sleep 1000")
        let chat = try await ChatScene(server.scene, "--tool", "deploy=\(deploy)", "--yes", "-m", "gpt-6.1-sol")
        await chat.enter("Deploy", until: "running deploy")
        chat.command.send(signal: SIGINT)
        #expect(await chat.command.waitForOutput("your next question informs the model"), "\(chat.command.outputSoFar)")
        await chat.enter("What happened?", until: "Unknown.")
        #expect(await chat.leave().exitCode == 0)
        #expect(server.results(1).first?.contains("unknown") == true)
    }

    @Test("chat --schema validates every answer")
    func chatSchema() async throws {
        let server = try ToolScene([Reply.stream(#"{"n":1}"#), Reply.stream(#"{"n":"x"}"#)])
        let result = try await server.scene.run(
            "chat",
            "--schema",
            "n int",
            "-m",
            "gpt-6.1-sol",
            input: .text("One\nTwo\n")
        )
        #expect(result.exitCode == 7, "\(result.error)")
        #expect(result.output == "{\"n\":1}\n{\"n\":\"x\"}\n")
    }

    @Test("A chat asks between the steps, although it reads single keys otherwise")
    func chat() async throws {
        let server = try ToolScene([ToolScene.calls(("count", #"{"n":"a"}"#)), Reply.stream("Done.")])
        let chat = try await ChatScene(server.scene, "--tool", "count(n)=cat", "-m", "gpt-6.1-sol")
        await chat.enter("Count", until: question)
        chat.command.type("y\r")
        #expect(await chat.command.waitForOutput("Done."), "\(chat.command.outputSoFar)")
        #expect(await chat.leave().exitCode == 0)
        #expect(server.results(1) == ["{\"n\":\"a\"}\n"])
    }
}
