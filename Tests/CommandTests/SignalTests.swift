import Testing
import Waiter
import WaiterPlatform
import WaiterTestSupport

@Suite("Ctrl-C and SIGTERM")
struct SignalTests {
    @Test(
        "A signal during an answer keeps the partial text",
        arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)]
    )
    func midAnswer(signal: Int32, exit: Int32) async throws {
        let scene = try Scene([.eventStreamHead, Reply.piece("Once upon"), .stall])
        let command = try await scene.start(["Tell"])
        #expect(await command.waitForOutput("Once upon"))
        command.send(signal: signal)
        let result = await scene.finish(command)
        #expect(result.exitCode == exit)
        #expect(result.output == "Once upon\n")
        #expect(result.error == "waiter: interrupted\n")
    }

    @Test("Ctrl-C before the first content exits at once, silently with -q")
    func beforeAnswer() async throws {
        let asked = Gate()
        let scene = try Scene { _, _ in
            asked.open()
            return [.stall]
        }
        let command = try await scene.start(["Tell", "-q"])
        await asked.wait()
        command.send(signal: SIGINT)
        let result = await scene.finish(command)
        #expect(result.exitCode == 130)
        #expect(result.output == "")
        #expect(result.error == "")
    }

    @Test("Ctrl-C during a retry delay does not wait for its end")
    func duringPause() async throws {
        let scene = try Scene(Reply.error("429 Too Many Requests", "Slow.", headers: ["retry-after: 100"]))
        let command = try await scene.start(["Tell"])
        #expect(await command.waitForError("retrying in 1 min 40 s"))
        command.send(signal: SIGINT)
        let result = await scene.finish(command)
        #expect(result.exitCode == 130)
        #expect(scene.server.requests.count == 1)
    }

    @Test("A blocked reader of standard output cannot prevent the command from exiting")
    func stuckReader() async throws {
        let sent = Gate()
        let piece = Reply.piece(String(repeating: "x", count: 100_000))
        let scene = try Scene { _, _ in
            [.eventStreamHead, piece, .open(sent), piece, .stall]
        }
        let command = try await scene.start(["Tell"], streams: CommandStreams(output: .unreadPipe))
        await sent.wait()
        command.send(signal: SIGTERM)
        let result = await scene.finish(command)
        #expect(result.exitCode == 143)
        #expect(result.error == "waiter: interrupted\n")
    }

    @Test("With --json, an interruption is an object as well")
    func json() async throws {
        let asked = Gate()
        let scene = try Scene { _, _ in
            asked.open()
            return [.stall]
        }
        let command = try await scene.start(["Tell", "--json"])
        await asked.wait()
        command.send(signal: SIGINT)
        let result = await scene.finish(command)
        #expect(result.output == "")
        #expect(try JSONValue(jsonText: result.error)["error"]?["exit"] == 130)
    }
}
