internal import Dispatch
internal import WaiterPlatform
internal import WaiterTerminal

/// A question that the user answers with a line on the terminal, even if standard input is a pipe.
struct TerminalQuestion: Sendable {
    /// The interval, in milliseconds, at which to check for cancellation.
    private static let pollInterval: Int32 = 100
    private static let longestLine = 1_024

    private let console: Console
    private let readsStandardInput: Bool

    /// Creates a question. Returns `nil` if there is no terminal, or if standard error, which shows the question, is
    /// not a terminal.
    init?(_ console: Console) {
        guard console.error.isTerminal else { return nil }
        readsStandardInput = isatty(STDIN_FILENO) == 1
        self.console = console
        guard !readsStandardInput else { return }
        guard let terminal = Self.openTerminal() else { return nil }
        close(terminal)
    }

    /// Returns the reply without surrounding whitespace, or `nil` at the end of input.
    ///
    /// - Parameters:
    ///   - question: The question, which is shown on one line.
    ///   - discardsTypedAhead: Whether to discard text typed before the question was shown.
    /// - Returns: The reply.
    /// - Throws: `CancellationError`.
    func ask(_ question: String, discardsTypedAhead: Bool = false) async throws -> String? {
        guard let terminal = readsStandardInput ? STDIN_FILENO : Self.openTerminal() else { return nil }
        defer { if !readsStandardInput { close(terminal) } }
        // A chat reads single keys and echoes them itself. The reply to a question is read with the terminal's own line
        // editing instead.
        TerminalMode.pause()
        defer { TerminalMode.resume() }
        if discardsTypedAhead { tcflush(terminal, TCIFLUSH) }
        console.sayPart(TerminalText.line(question) + " ")
        let isCancelled = CancellationFlag()
        // The reply is read on a separate thread. Signals are handled on the thread pool, which might have only one
        // thread.
        let line = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async { continuation.resume(returning: Self.line(from: terminal, isCancelled)) }
            }
        } onCancel: {
            isCancelled.set()
        }
        try Task.checkCancellation()
        return line.map { String(decoding: $0, as: UTF8.self).trimmed }
    }

    private static func openTerminal() -> Int32? {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        return terminal >= 0 ? terminal : nil
    }

    /// Reads a line or returns `nil` at the end of input.
    private static func line(from terminal: Int32, _ isCancelled: CancellationFlag) -> [UInt8]? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while !isCancelled.isSet {
            var poller = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
            guard poll(&poller, 1, pollInterval) > 0 else { continue }
            guard read(terminal, &byte, 1) > 0 else { return line.isEmpty ? nil : line }
            if byte == 0x0A || byte == 0x0D { return line }
            if line.count < longestLine { line.append(byte) }
        }
        return nil
    }
}
