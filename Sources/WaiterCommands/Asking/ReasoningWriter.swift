/// Writes what a model thinks to standard error, apart from its answer.
struct ReasoningWriter {
    private let console: Console
    private var isOpen = false

    init(_ console: Console) {
        self.console = console
    }

    mutating func write(_ text: String) {
        guard !text.isEmpty else { return }
        isOpen = true
        console.sayPart(TerminalText.safe(text))
    }

    /// Ends its last line; what comes next is something else.
    mutating func finish() {
        guard isOpen else { return }
        isOpen = false
        console.sayPart("\n\n")
    }
}
