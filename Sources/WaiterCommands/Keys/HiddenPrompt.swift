internal import Synchronization
internal import WaiterPlatform
package import WaiterTerminal

/// Asks on a terminal for a line that is not shown while it is typed.
package struct HiddenPrompt: Sendable {
    /// How long a cancelled task may go unnoticed.
    private static let patience: Int32 = 100
    private static let longestLine = 1 << 16

    private let terminal: Int32
    private let console: Console

    /// - Parameter terminal: The descriptor of the terminal to read from.
    package init(terminal: Int32 = STDIN_FILENO, console: Console) {
        self.terminal = terminal
        self.console = console
    }

    /// The line that was typed; the terminal shows what is typed again afterwards, however this ends.
    ///
    /// - Throws: `CancellationError`, `CommandFailure` when the terminal cannot be read.
    package func read(_ prompt: String) throws -> String {
        guard TerminalMode.save(terminal) else { throw failure() }
        defer {
            TerminalMode.restore()
            try? console.error.write("\n".utf8)
        }
        // Before anything is asked: whoever pastes at once must not see it either.
        try hideInput()
        try? console.error.write(TerminalText.line(prompt).utf8)
        var bytes: [UInt8] = []
        while true {
            try Task.checkCancellation()
            // Each time, since a shell gives a program that it resumes the terminal as it was.
            try hideInput()
            guard try isReadable() else { continue }
            let chunk = try nextBytes()
            bytes += chunk
            if chunk.isEmpty || chunk.contains(0x0A) || bytes.count > Self.longestLine { break }
        }
        let line = bytes.prefix { $0 != 0x0A }
        guard let text = String(validating: line, as: UTF8.self) else {
            throw CommandFailure.usage("what was typed is not UTF-8")
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
        let count = poll(&poller, 1, Self.patience)
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
