internal import Synchronization

/// Where a command writes: the answer to standard output, everything else to standard error.
package final class Console: Sendable {
    package let output: StandardStream
    package let error: StandardStream
    package let isQuiet: Bool
    /// Whether lines on a terminal may change, which a dumb one cannot do.
    private let movesCursor: Bool
    /// What becomes of each message, for programs that read them; nil for people.
    private let form: (@Sendable (String) -> String)?
    private let spinner = Mutex<Spinner?>(nil)

    package init(
        output: StandardStream = .output,
        error: StandardStream = .error,
        isQuiet: Bool = false,
        movesCursor: Bool = true,
        form: (@Sendable (String) -> String)? = nil
    ) {
        self.output = output
        self.error = error
        self.isQuiet = isQuiet
        self.movesCursor = movesCursor
        self.form = form
    }

    /// Writes data to standard output; a spinner is taken away first.
    package func write(_ text: String) throws(StandardStream.Failure) {
        stopSpinner()
        try output.write(text.utf8)
    }

    /// Writes text that comes from elsewhere to standard output: as it is, but harmless on a terminal.
    package func writeForeign(_ text: String) throws(StandardStream.Failure) {
        try write(output.isTerminal ? TerminalText.safe(text) : text)
    }

    /// Whether standard error shows lines that change.
    package var showsChangingLines: Bool { error.isTerminal && movesCursor && !isQuiet && form == nil }

    /// Says something on standard error, on lines of its own, which a terminal gets broken at words; nothing is said when
    /// standard error cannot be written.
    package func say(_ text: String) {
        if let form { return sayExactly(form(text)) }
        sayExactly(error.isTerminal ? WordWrap.wrapped(text, columns: error.size.columns) : text)
    }

    /// Says a line that has its form already.
    package func sayExactly(_ line: String) { sayPart(line + "\n") }

    /// Says a part of a text on standard error, whose line stays open.
    package func sayPart(_ text: String) {
        stopSpinner()
        try? error.write(text.utf8)
    }

    /// Says something that `--quiet` silences.
    package func notice(_ text: String) {
        if !isQuiet { say(text) }
    }

    /// Shows that work is under way, on a terminal only; the next output takes it away.
    package func startSpinner(_ label: String) {
        guard showsChangingLines else { return }
        spinner.withLock { spinner in
            if let spinner { return spinner.label(label) }
            spinner = Spinner(label, on: error)
        }
    }

    package func stopSpinner() {
        let running = spinner.withLock { spinner in
            defer { spinner = nil }
            return spinner
        }
        running?.stop()
    }
}
