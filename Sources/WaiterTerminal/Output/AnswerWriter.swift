/// A writer for a streamed answer on standard output. On a terminal, the answer is rendered or sanitized. If standard
/// output is not a terminal, the answer is written unchanged.
///
/// The output ends with exactly one newline and does not depend on how the text is split into chunks.
package struct AnswerWriter {
    private enum Form {
        /// Plain text. Trailing line breaks are held back until more text arrives.
        case plain(heldBreaks: String)
        case rendered(MarkdownRenderer)
    }

    private let console: Console
    private var form: Form
    private var hasText = false
    private var isOver = false
    private let isOnScreen: Bool
    private var resumptions = JobControl.resumptions

    package init(_ console: Console, rendering: Rendering = .plain) {
        (self.console, isOnScreen) = (console, rendering.isOnScreen)
        switch rendering {
        case .plain: form = .plain(heldBreaks: "")
        case .screen(let usesColor), .appended(let usesColor):
            let size = console.output.size
            let renderer = MarkdownRenderer(
                width: size.columns,
                height: size.rows,
                style: usesColor ? .colored : .monochrome,
                rewrites: rendering.isOnScreen
            )
            form = .rendered(renderer)
        }
    }

    /// Whether the writer has yet to write any part of the answer.
    package var isEmpty: Bool { !hasText }

    /// Writes a chunk of the answer.
    package mutating func write(_ text: String) throws(StandardStream.Failure) {
        switch form {
        case .plain(let heldBreaks): try writePlain(heldBreaks + text)
        case .rendered(var renderer):
            // Move the renderer out of the enum so that it can be mutated in place.
            form = .plain(heldBreaks: "")
            defer { form = .rendered(renderer) }
            let size = console.output.size
            renderer.resize(width: size.columns, height: size.rows)
            try paint(&renderer) { $0.write(text) }
        }
    }

    /// Writes the renderer's output in place if nothing else has changed the screen since the last output. Otherwise,
    /// the output is written on new rows below.
    private mutating func paint(
        _ renderer: inout MarkdownRenderer,
        _ output: (inout MarkdownRenderer) -> String
    ) throws(StandardStream.Failure) {
        try JobControl.withoutStop { () throws(StandardStream.Failure) in
            let count = JobControl.resumptions
            if count != resumptions, isOnScreen { renderer.forgetScreen() }
            resumptions = count
            let text = output(&renderer)
            guard !text.isEmpty else { return }
            hasText = true
            try console.write(text)
        }
    }

    private mutating func writePlain(_ text: String) throws(StandardStream.Failure) {
        // The text is processed as scalars, because CR and LF form a single character but can arrive in different
        // chunks.
        let scalars = text.unicodeScalars
        let end = scalars.lastIndex { $0 != "\n" && $0 != "\r" }.map { scalars.index(after: $0) } ?? text.startIndex
        form = .plain(heldBreaks: String(scalars[end...]))
        let body = String(scalars[..<end])
        guard !body.isEmpty else { return }
        hasText = true
        try console.writeForeign(body)
    }

    /// Ends the answer with exactly one newline, in the text's own style (LF or CR LF).
    package mutating func finish() throws(StandardStream.Failure) {
        guard !isOver else { return }
        isOver = true
        switch form {
        case .plain(let heldBreaks):
            guard hasText else { return }
            try console.writeForeign(heldBreaks.unicodeScalars.first == "\r" ? "\r\n" : "\n")
        case .rendered(var renderer): try paint(&renderer) { $0.finish() }
        }
    }
}
