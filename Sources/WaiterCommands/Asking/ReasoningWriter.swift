internal import WaiterTerminal

/// Writes reasoning to standard error. On a terminal, the text is dimmed and word-wrapped. Otherwise, it is unchanged.
struct ReasoningWriter {
    private let console: Console
    private let look: ReasoningLook
    private var wrap: WordWrap?
    private var isOpen = false
    private var isHeld = false
    private var held = ""
    /// Whether the last scalar was a carriage return, which may be the first half of a CR LF.
    private var endsWithReturn = false

    init(_ console: Console, look: ReasoningLook) {
        (self.console, self.look) = (console, look)
    }

    mutating func write(_ text: String) {
        guard !text.isEmpty else { return }
        if isHeld {
            held += text
            return
        }
        show(text)
    }

    /// Ends the current line when the answer begins.
    ///
    /// If the answer is also shown on a terminal, later reasoning is held back until the answer ends.
    mutating func hold() {
        endLine()
        isHeld = console.error.isTerminal && console.output.isTerminal
    }

    /// Writes the reasoning that was held back, and ends the last line.
    mutating func finish() {
        if !held.isEmpty {
            console.sayPart("\n\n")
            show(held)
            held = ""
        }
        endLine()
    }

    private mutating func show(_ text: String) {
        let isFirst = !isOpen
        isOpen = true
        guard console.error.isTerminal else { return console.sayPart(text) }
        if isFirst {
            wrap = WordWrap(columns: console.error.size.columns)
            if look == .headed { console.sayPart("reasoning:\n") }
        }
        let lines = TerminalText.safe(lines(text))
        sayDimmed(wrap?.write(lines) ?? "")
    }

    /// Returns the text with CR and CR LF line endings converted to line feeds.
    private mutating func lines(_ text: String) -> String {
        var lines = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar != "\n" || !endsWithReturn { lines.append(scalar == "\r" ? "\n" : scalar) }
            endsWithReturn = scalar == "\r"
        }
        return String(lines)
    }

    /// Dims each chunk separately, so that the terminal is never left dimmed.
    private func sayDimmed(_ text: String) {
        guard !text.isEmpty else { return }
        console.sayPart(look == .dimmed ? "\u{1B}[2m\(text)\u{1B}[0m" : text)
    }

    private mutating func endLine() {
        guard isOpen else { return }
        isOpen = false
        endsWithReturn = false
        sayDimmed(wrap?.finish() ?? "")
        wrap = nil
        console.sayPart("\n\n")
    }
}
