import Foundation
import Testing
import Waiter
import WaiterMCP
import WaiterTesting

@Suite("Programs as tools", .timeLimit(.minutes(1)))
struct ProgramToolTests {
    private func tool(
        _ command: String,
        environment: ProgramEnvironment = ProgramEnvironment(inheriting: Python.environment)
    ) throws -> ProgramTool {
        try ProgramTool("tool", description: nil, parameters: nil, command: command, environment: environment)
    }

    @Test("The arguments are JSON on standard input, and standard output is the result")
    func input() async throws {
        let output = try await tool("cat").tool.run(["city": "Zürich", "days": 3])
        #expect(output == ToolOutput("{\"city\":\"Zürich\",\"days\":3}\n"))
    }

    @Test("The command is split into words; nothing else of a shell has a meaning")
    func words() async throws {
        let output = try await tool(#"printf '%s|' $HOME '*' "a b" c\ d ';' '`id`'"#).call([:])
        #expect(output.text == "$HOME|*|a b|c d|;|`id`|")
        for (command, reason) in [("", "empty"), ("  ", "empty"), ("cat 'x", "quotation"), ("cat \0", "null")] {
            let error = #expect(throws: OpenAIError.self) { try tool(command) }
            #expect(error?.code == .configuration)
            #expect(error?.message.contains(reason) == true)
        }
    }

    @Test("A failure is told with the exit code and the end of standard error")
    func failure() async throws {
        let script = "echo partial; i=0; while [ $i -lt 2000 ]; do echo line $i >&2; i=$((i+1)); done; exit 7"
        let output = try await tool("sh -c '\(script)'").call([:])
        #expect(output.isError)
        #expect(output.text.hasPrefix("the program failed with exit code 7\nstandard error:\n"))
        #expect(output.text.contains("line 1999\nstandard output:\npartial"))
        #expect(output.text.utf8.count < 5000)
        let killed = try await tool("sh -c 'kill -9 $$'").call([:])
        #expect(killed == ToolOutput("the program was terminated by signal 9", isError: true))
    }

    @Test("A program that does not exist is told to the model")
    func missing() async throws {
        let output = try await tool("no-such-program-here --x").call([:])
        #expect(output == ToolOutput("no such program: no-such-program-here", isError: true))
    }

    @Test("Escape sequences and control characters are removed")
    func escapes() async throws {
        let output = try await tool(#"printf '\033[31mred\033[0m \033]0;title\007x\ty\r\n50%%\r100%%\n\0\b'"#).call([:])
        #expect(output.text == "red x\ty\n50%\n100%\n")
    }

    @Test("A program that prints without end is terminated, and the start of its output is told")
    func flood() async throws {
        var tool = try tool("yes")
        tool.outputBytes = 100_000
        let output = try await tool.call([:])
        #expect(output.isError)
        #expect(output.text.hasPrefix("the program was terminated after printing 100000 bytes"))
        #expect(output.text.utf8.count < 100_200)
    }

    @Test("A program that hangs is terminated at its time limit, with its descendants")
    func hang() async throws {
        let clock = ManualClock()
        // The descendant keeps standard output open.
        var tool = try tool("sh -c 'echo begun; sleep 100000 & echo $!; wait'")
        tool.clock = clock
        async let running = tool.call([:])
        await clock.waitForSleepers()
        clock.advance(by: .seconds(60))
        let output = try await running
        #expect(output.isError)
        #expect(output.text.hasPrefix("the program was terminated after 1 min; its effects are unknown"))
        // It may have been terminated before it printed anything.
        if let process = output.text.split(separator: "\n").last.flatMap({ Int32($0) }) {
            await Self.waitForEnd(of: process)
        }
    }

    @Test("A descendant that ignores its termination does not survive the time limit")
    func stubbornDescendant() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "waiter-\(UUID()).pid")
        defer { try? FileManager.default.removeItem(at: file) }
        let clock = ManualClock()
        let script =
            "(trap \"\" TERM; echo begun > \(file.path).begun; exec sleep 100000) & echo $! > \(file.path); wait"
        var tool = try tool("sh -c '\(script)'")
        tool.clock = clock
        async let running = tool.call([:])
        await clock.waitForSleepers()
        defer { try? FileManager.default.removeItem(atPath: file.path + ".begun") }
        while !FileManager.default.fileExists(atPath: file.path + ".begun") { await Task.yield() }
        clock.advance(by: .seconds(60))
        #expect(try await running.isError)
        let text = try String(contentsOf: file, encoding: .utf8)
        let process = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        await Self.waitForEnd(of: process)
    }

    /// Waits until a process has ended, which its signal does not do at once; the time limit of the suite fails the test.
    private static func waitForEnd(of process: Int32) async {
        while kill(process, 0) == 0, !isZombie(process) { await Task.yield() }
    }

    /// Whether a process has ended and was not waited for, since its parent was terminated as well.
    private static func isZombie(_ process: Int32) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return true }
        return status.contains(") Z ")
    }

    @Test("A cancelled call terminates the program")
    func cancellation() async throws {
        let tool = try tool("sleep 100000")
        let task = Task { try await tool.call([:]) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("A program need not read its input")
    func unreadInput() async throws {
        let text = String(repeating: "x", count: 4 << 20)
        #expect(try await tool("true").call(["text": .string(text)]) == ToolOutput(""))
    }

    @Test("A program gets none of our keys: its environment consists of listed variables without known secrets")
    func leaks() async throws {
        let key = "sk-proj-0123456789abcdefghij"
        let environment = ProgramEnvironment(
            inheriting: [
                "PATH": Python.environment["PATH"] ?? "", "OPENAI_API_KEY": key, "MY_KEY": key, "LANG": "C",
                "ALLOWED": "yes", "ALLOWED_KEY": key, "TERM": "x\(key)x", "AWS_SECRET_ACCESS_KEY": "other",
            ],
            allowing: ["ALLOWED", "ALLOWED_KEY"],
            setting: ["OWN": "value", "OWN_KEY": key],
            secrets: [APIKey(key)]
        )
        let command = FileManager.default.fileExists(atPath: "/proc/self/environ") ? "cat /proc/self/environ" : "env"
        let text = try await tool(command, environment: environment).call([:]).text
        #expect(!text.contains(key))
        #expect(!text.contains("KEY"))
        #expect(text.contains("ALLOWED=yes"))
        #expect(text.contains("OWN=value"))
        #expect(text.contains("LANG=C"))
        #expect(!"\(environment)".contains("value"))
    }

    @Test("A program has a session of its own, and so no terminal to write to")
    func terminal() async throws {
        let output = try await tool("python3 -c 'import os; print(os.getsid(0) == os.getpid())'").call([:])
        #expect(output.text == "True\n")
    }
}
