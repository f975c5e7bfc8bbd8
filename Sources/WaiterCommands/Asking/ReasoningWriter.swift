internal import WaiterTerminal

/// Writes what a model thinks to standard error, apart from its answer.
struct ReasoningWriter {
    private let console: Console
    private var isOpen = false
    private var isHeld = false
    private var held = ""

    init(_ console: Console) {
        self.console = console
    }

    mutating func write(_ text: String) {
        guard !text.isEmpty else { return }
        if isHeld {
            held += text
            return
        }
        isOpen = true
        console.sayForeignPart(text)
    }

    /// Ends its last line, since the answer begins; on a terminal that shows the answer, too, what is thought from now on
    /// waits for the end.
    mutating func hold() {
        endLine()
        isHeld = console.error.isTerminal && console.output.isTerminal
    }

    /// Writes what waits, and ends the last line.
    mutating func finish() {
        if !held.isEmpty {
            isOpen = true
            console.sayForeignPart("\n\n" + held)
            held = ""
        }
        endLine()
    }

    private mutating func endLine() {
        guard isOpen else { return }
        isOpen = false
        console.sayForeignPart("\n\n")
    }
}
