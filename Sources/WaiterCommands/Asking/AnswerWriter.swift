/// Writes an answer to standard output as it arrives: safe on a terminal, exact in a pipe, one newline at its end.
package struct AnswerWriter {
    private let console: Console
    /// Newlines that end the text so far; whether they stay shows when more text comes.
    private var heldNewlines = ""
    private var hasText = false
    private var isOver = false

    package init(_ console: Console) {
        self.console = console
    }

    /// Whether anything of the answer has been written.
    package var isEmpty: Bool { !hasText }

    /// Writes a piece of the answer.
    package mutating func write(_ text: String) throws(StandardStream.Failure) {
        let text = heldNewlines + text
        let end = text.lastIndex { $0 != "\n" && $0 != "\r\n" }.map { text.index(after: $0) } ?? text.startIndex
        heldNewlines = String(text[end...])
        let body = text[..<end]
        guard !body.isEmpty else { return }
        hasText = true
        try console.write(console.output.isTerminal ? TerminalText.safe(String(body)) : String(body))
    }

    /// Ends the answer with its one newline.
    package mutating func finish() throws(StandardStream.Failure) {
        guard hasText, !isOver else { return }
        isOver = true
        try console.write("\n")
    }
}
