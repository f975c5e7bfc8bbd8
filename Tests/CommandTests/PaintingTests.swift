import Foundation
import Testing
import Waiter
import WaiterPlatform
import WaiterTestSupport

@Suite("Painting an answer")
struct PaintingTests {
    /// A shell with job control that runs one command in the foreground of its terminal and executes the test's steps.
    private static let shell = #"""
        import fcntl, os, signal, sys, termios, time
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        try: fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        except OSError: pass
        mine = termios.tcgetattr(0)
        pid = os.fork()
        if pid == 0:
            os.setpgid(0, 0)
            os.tcsetpgrp(0, os.getpgrp())
            signal.signal(signal.SIGTTOU, signal.SIG_DFL)
            os.execv(sys.argv[1], sys.argv[1:])
        def say(text): os.write(1, ("\n" + text + "\n").encode())
        def echoes(): return bool(termios.tcgetattr(0)[3] & termios.ECHO)
        def until(condition):
            while not condition(): time.sleep(0.01)
        def told(name): until(lambda: os.path.exists(os.environ["HOME"] + "/" + name))
        def take_back(): os.tcsetpgrp(0, os.getpgrp())
        def stop(number):
            os.kill(pid, number)
            _, status = os.waitpid(pid, os.WUNTRACED)
            take_back()
            say("stopped" if os.WIFSTOPPED(status) else "not stopped")
            say("while stopped " + str(echoes()))
            termios.tcsetattr(0, termios.TCSANOW, mine)
        def resume():
            os.tcsetpgrp(0, pid)
            os.kill(pid, signal.SIGCONT)
            until(lambda: not echoes())
            say("resumed")
        def end():
            _, status = os.waitpid(pid, 0)
            take_back()
            say("code %s" % (os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)))
            say("afterwards " + str(echoes()))
        """#

    private func start(_ scene: Scene, _ steps: String, words: [String] = ["Tell"]) async throws -> RunningCommand {
        try await scene.fixture.start(
            ["python3", "-c", Self.shell + "\n" + steps, try #require(CommandFixture.executable)] + words,
            input: .terminal,
            environment: scene.environment.merging(["TERM": "xterm"]) { $1 },
            streams: CommandStreams(output: .terminal, error: .terminal, echoes: true),
            executable: "/usr/bin/env"
        )
    }

    /// Releases the steps that wait for this.
    private func tell(_ scene: Scene, _ name: String) throws {
        try Data().write(to: URL(fileURLWithPath: scene.fixture.home + "/" + name))
    }

    private func slowScene(_ gate: Gate) throws -> Scene {
        try Scene { _, _ in
            [.eventStreamHead, Reply.piece("Once **upon"), .wait(gate), Reply.piece(" a** time.")] + Reply.end()
        }
    }

    @Test("Typed text is not echoed, and is left for the shell")
    func typed() async throws {
        let gate = Gate()
        let scene = try slowScene(gate)
        let command = try await start(scene, "end(); say('got ' + os.read(0, 99).decode())")
        #expect(await command.waitForOutput("upon"))
        #expect(!command.echoes)
        command.type("xyzzy\n")
        gate.open()
        let result = await scene.finish(command)
        #expect(result.output.contains("got xyzzy\n"))
        #expect(
            result.output.split(separator: "xyzzy", omittingEmptySubsequences: false).count == 2,
            "\(result.output)"
        )
        #expect(result.output.contains("afterwards True"))
    }

    @Test(
        "However it ends, the terminal is restored",
        arguments: [("INT", 130), ("INT INT", 130), ("TERM", 143), ("HUP", 143), ("QUIT", -3)] as [(String, Int)]
    )
    func ended(signals: String, code: Int) async throws {
        let scene = try Scene([.eventStreamHead, Reply.piece("Once upon"), .stall])
        let send = signals.split(separator: " ").map { "os.kill(pid, signal.SIG\($0))" }.joined(separator: "; ")
        let command = try await start(scene, "told('go'); \(send); end()")
        #expect(await command.waitForOutput("upon"))
        #expect(!command.echoes)
        try tell(scene, "go")
        let result = await scene.finish(command)
        #expect(result.output.contains("code \(code)\n"), "\(result.output)")
        #expect(result.output.contains("afterwards True"), "\(result.output)")
    }

    @Test("An error restores the terminal")
    func failed() async throws {
        let scene = try Scene([.eventStreamHead, Reply.piece("Once upon"), .close])
        let result = await scene.finish(try await start(scene, "end()"))
        #expect(result.output.contains("code 10\n") && result.output.contains("afterwards True"))
    }

    @Test(
        "Ctrl-Z or any other stop restores the terminal; after fg, echo is disabled again and painting continues",
        arguments: ["TSTP", "STOP"]
    )
    func stopped(signal: String) async throws {
        let gate = Gate()
        let scene = try slowScene(gate)
        let command = try await start(scene, "told('go'); stop(signal.SIG\(signal)); resume(); end()")
        #expect(await command.waitForOutput("upon"))
        try tell(scene, "go")
        #expect(await command.waitForOutput("resumed\n"), "\(command.outputSoFar)")
        gate.open()
        let result = await scene.finish(command)
        // A signal that cannot be caught leaves the terminal to the shell.
        #expect(result.output.contains("while stopped True") == (signal == "TSTP"))
        #expect(result.output.contains("code 0\n") && result.output.contains("afterwards True"), "\(result.output)")
        // All unsettled text is written again, since the shell has written below it.
        let after = result.output.split(separator: "resumed\n").last ?? ""
        #expect(after.contains("Once ") && after.contains("upon a") && after.contains("time."), "\(after)")
    }

    @Test("In the background, the terminal belongs to the shell and is left alone")
    func background() async throws {
        let gate = Gate()
        let scene = try slowScene(gate)
        let steps =
            "told('go'); os.kill(pid, signal.SIGSTOP); os.waitpid(pid, os.WUNTRACED); take_back(); "
            + "termios.tcsetattr(0, termios.TCSANOW, mine); os.kill(pid, signal.SIGCONT); say('background'); end()"
        let command = try await start(scene, steps)
        #expect(await command.waitForOutput("upon"))
        try tell(scene, "go")
        #expect(await command.waitForOutput("background\n"))
        gate.open()
        let result = await scene.finish(command)
        #expect(result.output.contains("code 0\n") && result.output.contains("afterwards True"), "\(result.output)")
    }

    @Test("A chat restores the terminal when it is stopped during an answer")
    func chat() async throws {
        let gate = Gate()
        let scene = try slowScene(gate)
        let steps = "told('go'); stop(signal.SIGTSTP); resume(); end()"
        let command = try await start(scene, steps, words: ["chat", "Tell"])
        #expect(await command.waitForOutput("upon"))
        try tell(scene, "go")
        #expect(await command.waitForOutput("resumed\n"), "\(command.outputSoFar)")
        gate.open()
        #expect(await command.waitForOutput("\u{1B}[?2004h"))
        command.type("\u{04}")
        let result = await scene.finish(command)
        #expect(result.output.contains("while stopped True"))
        #expect(result.output.contains("code 0\n") && result.output.contains("afterwards True"), "\(result.output)")
    }
}
