internal import Synchronization
internal import WaiterPlatform
package import WaiterTerminal

/// Reads a line from a terminal without echo.
package struct HiddenPrompt: Sendable {
    /// The poll interval in milliseconds. It limits the delay until cancellation is detected.
    private static let pollInterval: Int32 = 100
    private static let longestLine = 1 << 16

    private let terminal: Int32
    private let console: Console

    /// Creates a prompt.
    ///
    /// - Parameters:
    ///   - terminal: The descriptor of the terminal to read from.
    ///   - console: The console to print the prompt to.
    package init(terminal: Int32 = STDIN_FILENO, console: Console) {
        self.terminal = terminal
        self.console = console
    }

    /// Reads a line.
    ///
    /// Echo is restored afterward, even if an error is thrown.
    ///
    /// - Throws: `CancellationError`, or `CommandFailure` if the terminal cannot be read.
    package func read(_ prompt: String) throws -> String {
        guard TerminalMode.save(terminal) else { throw failure() }
        defer {
            TerminalMode.restore()
            try? console.error.write("\n".utf8)
        }
        // Echo is disabled before the prompt is printed, so that even text pasted as soon as the prompt appears is not
        // echoed.
        try hideInput()
        try? console.error.write(TerminalText.line(prompt).utf8)
        var bytes: [UInt8] = []
        while true {
            try Task.checkCancellation()
            // Echo is disabled again, because a shell resets the terminal of a program that it resumes.
            try hideInput()
            guard try isReadable() else { continue }
            let chunk = try nextBytes()
            bytes += chunk
            if chunk.isEmpty || chunk.contains(0x0A) || bytes.count > Self.longestLine { break }
        }
        let line = bytes.prefix { $0 != 0x0A }
        guard let text = String(validating: line, as: UTF8.self) else {
            throw CommandFailure.usage("the input is not UTF-8")
        }
        return text
    }

    private func hideInput() throws {
        var hidden = termios()
        guard tcgetattr(terminal, &hidden) == 0 else { throw failure() }
        guard hidden.c_lflag & tcflag_t(ECHO) != 0 else { return }
        hidden.c_lflag &= ~tcflag_t(ECHO)
        guard tcsetattr(terminal, TCSADRAIN, &hidden) == 0 || errno == EINTR else { throw failure() }
    }

    private func isReadable() throws -> Bool {
        var poller = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
        let count = poll(&poller, 1, Self.pollInterval)
        guard count >= 0 || errno == EINTR else { throw failure() }
        return count > 0
    }

    private func nextBytes() throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = WaiterPlatform.read(terminal, &buffer, buffer.count)
            if count >= 0 { return Array(buffer[..<count]) }
            guard errno == EINTR || errno == EAGAIN else { throw failure() }
            try Task.checkCancellation()
        }
    }

    private func failure() -> CommandFailure {
        .usage("cannot read from the terminal (\(systemMessage(errno)))", nextStep: "pipe the key in instead")
    }
}
