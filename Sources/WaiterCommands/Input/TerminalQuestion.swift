internal import WaiterPlatform
internal import WaiterTerminal

/// A question to the user that is answered with a line on the terminal, even if standard input is a pipe.
struct TerminalQuestion: ~Copyable {
    private let terminal: Int32
    private let ownsTerminal: Bool

    /// Opens the terminal; nil if there is none, or standard error, which shows the question, is not one.
    init?(_ console: Console) {
        guard console.error.isTerminal else { return nil }
        if isatty(STDIN_FILENO) == 1 {
            (terminal, ownsTerminal) = (STDIN_FILENO, false)
        } else {
            let descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
            guard descriptor >= 0 else { return nil }
            (terminal, ownsTerminal) = (descriptor, true)
        }
    }

    deinit {
        if ownsTerminal { close(terminal) }
    }

    /// Discards text typed before the question is shown, which does not answer it.
    func discardTypedAhead() { tcflush(terminal, TCIFLUSH) }

    /// Returns the reply without surrounding white space; nil at the end of input.
    ///
    /// - Throws: `CancellationError`.
    func ask(_ question: String, _ console: Console) throws -> String? {
        // A chat reads single keys and echoes them itself; the terminal edits this line.
        TerminalMode.pause()
        defer { TerminalMode.resume() }
        console.sayPart(TerminalText.line(question) + " ")
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while true {
            try Task.checkCancellation()
            var poller = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
            guard poll(&poller, 1, 100) > 0 else { continue }
            guard read(terminal, &byte, 1) > 0 else { return line.isEmpty ? nil : text(line) }
            if byte == 0x0A || byte == 0x0D { return text(line) }
            if line.count < 1_024 { line.append(byte) }
        }
    }

    private func text(_ line: [UInt8]) -> String { String(decoding: line, as: UTF8.self).trimmed }
}
