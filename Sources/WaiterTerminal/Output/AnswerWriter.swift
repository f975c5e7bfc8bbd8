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

    /// Whether anything of the answer has been written.
    package var isEmpty: Bool { !hasText }

    /// Writes a piece of the answer.
    package mutating func write(_ text: String) throws(StandardStream.Failure) {
        switch form {
        case .plain(let heldBreaks): try writePlain(heldBreaks + text)
        case .rendered(var renderer):
            // Taken out, so that the renderer is changed in its place.
            form = .plain(heldBreaks: "")
            defer { form = .rendered(renderer) }
            let size = console.output.size
            renderer.resize(width: size.columns, height: size.rows)
            try paint(&renderer) { $0.write(text) }
        }
    }

    /// Writes what a renderer has to write now, where the screen still is what it was painted to be, else below.
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
        case .rendered(var renderer): try paint(&renderer) { $0.finish() }
        }
    }
}
