/// Writes an answer to standard output as it arrives: rendered or safe on a terminal, exact in a pipe, one newline at its
/// end.
///
/// However the text is cut into pieces, the same is written.
package struct AnswerWriter {
    private enum Form {
        /// With the line breaks that end the text so far; whether they stay shows when more text comes.
        case plain(heldBreaks: String)
        case rendered(MarkdownRenderer)
    }

    private let console: Console
    private var form: Form
    private var hasText = false
    private var isOver = false

    package init(_ console: Console, rendering: Rendering = .plain) {
        self.console = console
        switch rendering {
        case .plain: form = .plain(heldBreaks: "")
        case .screen, .uncolored, .appended, .appendedUncolored:
            let size = console.output.size
            let renderer = MarkdownRenderer(
                width: size.columns,
                height: size.rows,
                style: rendering == .uncolored || rendering == .appendedUncolored ? .monochrome : .colored,
                rewrites: rendering == .screen || rendering == .uncolored
            )
            form = .rendered(renderer)
        }
    }

    /// Whether anything of the answer has been written.
    package var isEmpty: Bool { !hasText }

    /// Writes a piece of the answer.
    package mutating func write(_ text: String) throws(StandardStream.Failure) {
        switch form {
        case .plain(let heldBreaks): try writePlain(heldBreaks + text)
        case .rendered(var renderer):
            // Taken out, so that the renderer is changed in its place.
            form = .plain(heldBreaks: "")
            let size = console.output.size
            renderer.resize(width: size.columns, height: size.rows)
            let output = renderer.write(text)
            form = .rendered(renderer)
            guard !output.isEmpty else { return }
            hasText = true
            try console.write(output)
        }
    }

    private mutating func writePlain(_ text: String) throws(StandardStream.Failure) {
        // By scalars, since CR and LF may come in different pieces and are one character together.
        let scalars = text.unicodeScalars
        let end = scalars.lastIndex { $0 != "\n" && $0 != "\r" }.map { scalars.index(after: $0) } ?? text.startIndex
        form = .plain(heldBreaks: String(scalars[end...]))
        let body = String(scalars[..<end])
        guard !body.isEmpty else { return }
        hasText = true
        try console.writeForeign(body)
    }

    /// Ends the answer with its one newline, the text's own where it has one.
    package mutating func finish() throws(StandardStream.Failure) {
        guard !isOver else { return }
        isOver = true
        switch form {
        case .plain(let heldBreaks):
            guard hasText else { return }
            try console.writeForeign(heldBreaks.unicodeScalars.first == "\r" ? "\r\n" : "\n")
        case .rendered(var renderer):
            let output = renderer.finish()
            if !output.isEmpty { try console.write(output) }
        }
    }
}
