internal import Synchronization

/// The output of a command. Answers are written to standard output, and everything else is written to standard error.
package final class Console: Sendable {
    package let output: StandardStream
    package let error: StandardStream
    package let isQuiet: Bool
    /// Whether the terminal can rewrite lines. Dumb terminals cannot.
    private let movesCursor: Bool
    /// A closure that formats messages for programs, or `nil` if messages are printed for people.
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

    /// Writes data to standard output, stopping the spinner first.
    package func write(_ text: String) throws(StandardStream.Failure) {
        stopSpinner()
        try output.write(text.utf8)
    }

    /// Writes untrusted data, such as an answer or JSON, to standard output. The data is written unchanged to a pipe or
    /// file, and sanitized on a terminal.
    ///
    /// For human-readable text, use `write`. The caller must sanitize such text, regardless of the destination.
    package func writeForeign(_ text: String) throws(StandardStream.Failure) {
        try write(output.isTerminal ? TerminalText.safe(text) : text)
    }

    /// Whether progress is shown on standard error in a line that is rewritten.
    package var showsChangingLines: Bool { error.isTerminal && movesCursor && !isQuiet && form == nil }

    /// Prints a message to standard error and ends the line. On a terminal, the message is word-wrapped. Write errors
    /// are ignored.
    ///
    /// Control characters are replaced even if standard error is a pipe, because messages contain untrusted names.
    package func say(_ text: String) {
        let text = TerminalText.safe(text)
        if let form { return sayExactly(form(text)) }
        sayExactly(error.isTerminal ? WordWrap.wrapped(text, columns: error.size.columns) : text)
    }

    /// Prints a line that is already formatted.
    package func sayExactly(_ line: String) { sayPart(line + "\n") }

    /// Prints text to standard error without ending the line.
    package func sayPart(_ text: String) {
        stopSpinner()
        try? error.write(text.utf8)
    }

    /// Prints a message unless `--quiet` is set.
    package func notice(_ text: String) {
        if !isQuiet { say(text) }
    }

    /// Shows a spinner if standard error is a terminal. The next output removes the spinner.
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
