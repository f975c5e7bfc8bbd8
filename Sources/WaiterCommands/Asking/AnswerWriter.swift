/// Writes an answer to standard output as it arrives: safe on a terminal, exact in a pipe, one newline at its end.
///
/// However the text is cut into pieces, the same is written.
package struct AnswerWriter {
    private let console: Console
    /// The line breaks that end the text so far; whether they stay shows when more text comes.
    private var heldBreaks = ""
    private var hasText = false
    private var isOver = false

    package init(_ console: Console) {
        self.console = console
    }

    /// Whether anything of the answer has been written.
    package var isEmpty: Bool { !hasText }

    /// Writes a piece of the answer.
    package mutating func write(_ text: String) throws(StandardStream.Failure) {
        let text = heldBreaks + text
        // By scalars, since CR and LF may come in different pieces and are one character together.
        let scalars = text.unicodeScalars
        let end = scalars.lastIndex { $0 != "\n" && $0 != "\r" }.map { scalars.index(after: $0) } ?? text.startIndex
        heldBreaks = String(scalars[end...])
        let body = String(scalars[..<end])
        guard !body.isEmpty else { return }
        hasText = true
        try console.writeForeign(body)
    }

    /// Ends the answer with its one newline, the text's own where it has one.
    package mutating func finish() throws(StandardStream.Failure) {
        guard hasText, !isOver else { return }
        isOver = true
        try console.writeForeign(heldBreaks.unicodeScalars.first == "\r" ? "\r\n" : "\n")
    }
}
