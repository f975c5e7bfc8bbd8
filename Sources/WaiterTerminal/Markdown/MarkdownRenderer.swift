/// A streaming Markdown renderer for terminals.
///
/// Text is shown as soon as it arrives. Later text can change how earlier text must be displayed, for example
/// because a line becomes a heading, emphasis is never closed, or a table column grows. If this happens, the text
/// is rewritten in place, within the rows that are still on the screen. The final screen contents and scrollback
/// depend only on the text, not on how the text was split into chunks. Control characters and escape sequences in
/// the text never reach the terminal.
///
/// Memory and the work per chunk are bounded by the size of the screen, regardless of the length of a line or block.
/// The terminal must translate a line feed into a new line, as terminals do by default. The cursor must initially be at
/// the start of a row.
package struct MarkdownRenderer {
    private let style: MarkdownStyle
    private var metrics: MarkdownMetrics
    private var document: MarkdownDocument
    private var painter: ScreenPainter
    /// Whether the previous scalar was a carriage return. If so, a following line feed is part of the same line break.
    private var endsWithReturn = false

    private let rewrites: Bool

    /// Creates a renderer for a terminal of the given size.
    ///
    /// - Parameters:
    ///   - width: The number of columns.
    ///   - height: The number of rows.
    ///   - style: The style of the output.
    ///   - rewrites: Whether rows on the screen may be rewritten. If not, a row is not written until it is settled.
    package init(width: Int, height: Int, style: MarkdownStyle, rewrites: Bool = true) {
        self.style = style
        self.rewrites = rewrites
        metrics = MarkdownMetrics(width: width, height: height, style: style)
        document = MarkdownDocument(metrics)
        painter = ScreenPainter(style: style, height: metrics.height)
    }

    /// Adds a chunk of text, which may end anywhere.
    ///
    /// - Returns: The bytes to write to the terminal now.
    package mutating func write(_ delta: String) -> String {
        for scalar in delta.unicodeScalars { take(scalar) }
        let (settled, open) = document.settle()
        return painter.paint(settled, rewrites ? open : [], width: metrics.width)
    }

    /// Finishes the text and resets the renderer so that it can render another text.
    ///
    /// - Returns: The remaining output. If anything was written, the complete output ends with exactly one newline.
    package mutating func finish() -> String {
        let rest = painter.paint(document.finish(), [], width: metrics.width)
        let end = painter.finish()
        (document, endsWithReturn) = (MarkdownDocument(metrics), false)
        return rest + end
    }

    /// Changes the size of the terminal for subsequent output.
    ///
    /// Rows above the cursor are no longer rewritten, because terminals differ in how they reflow rows.
    package mutating func resize(width: Int, height: Int) {
        let resized = MarkdownMetrics(width: width, height: height, style: style)
        guard resized != metrics else { return }
        metrics = resized
        painter.resize(height: resized.height, settled: document.resize(resized))
    }

    /// Resets the screen state after other output has left the cursor on an empty row. Unsettled rows are written
    /// again, starting at that row.
    package mutating func forgetScreen() { painter.forget() }

    private mutating func take(_ scalar: Unicode.Scalar) {
        defer { endsWithReturn = scalar == "\r" }
        switch scalar {
        case "\n" where endsWithReturn: break
        case "\r", "\n": document.append("\n")
        case _ where TerminalText.isHarmful(scalar): document.append("\u{FFFD}")
        default: document.append(scalar)
        }
    }
}
