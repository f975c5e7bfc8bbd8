import Testing
import WaiterPlatform
import WaiterTerminal

@testable import WaiterCommands

@Suite("The key prompt", .serialized)
struct HiddenPromptTests {
    /// A terminal: bytes written to `keyboard` are read from `terminal`.
    private struct PseudoTerminal {
        let keyboard: Int32
        let terminal: Int32

        init() throws {
            var (keyboard, terminal): (Int32, Int32) = (-1, -1)
            try #require(openpty(&keyboard, &terminal, nil, nil, nil) == 0)
            (self.keyboard, self.terminal) = (keyboard, terminal)
        }

        func type(_ text: String) throws {
            try StandardStream(descriptor: keyboard).write(text.utf8)
        }

        var showsInput: Bool {
            var settings = termios()
            return tcgetattr(terminal, &settings) == 0 && settings.c_lflag & tcflag_t(ECHO) != 0
        }

        func end() {
            close(terminal)
            close(keyboard)
        }
    }

    @Test("A typed line is read, and echo is restored")
    func line() throws {
        let directory = try KeyTestDirectory()
        let pair = try PseudoTerminal()
        defer { pair.end() }
        try pair.type("the key\n")
        #expect(try HiddenPrompt(terminal: pair.terminal, console: directory.console).read("Key: ") == "the key")
        #expect(pair.showsInput)
        #expect(directory.errors == "Key: \n")
    }

    @Test("A cancelled prompt ends, and echo is restored")
    func cancelled() async throws {
        let directory = try KeyTestDirectory()
        let pair = try PseudoTerminal()
        defer { pair.end() }
        let (terminal, console) = (pair.terminal, directory.console)
        let task = Task { try HiddenPrompt(terminal: terminal, console: console).read("Key: ") }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(pair.showsInput)
    }

    @Test("A process that exits immediately leaves the terminal restored")
    func suddenEnd() throws {
        let pair = try PseudoTerminal()
        defer { pair.end() }
        #expect(TerminalMode.save(pair.terminal))
        var settings = termios()
        #expect(tcgetattr(pair.terminal, &settings) == 0)
        settings.c_lflag &= ~tcflag_t(ECHO)
        #expect(tcsetattr(pair.terminal, TCSANOW, &settings) == 0)
        #expect(!pair.showsInput)
        TerminalMode.restore()
        #expect(pair.showsInput)
    }

    @Test("Input that is not a terminal is rejected")
    func noTerminal() async throws {
        let directory = try KeyTestDirectory()
        let failure = await commandFailure {
            _ = try HiddenPrompt(terminal: directory.console.output.descriptor, console: directory.console).read("")
        }
        #expect(failure?.status == .usage)
    }
}
