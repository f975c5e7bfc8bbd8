/// Renders Markdown for a terminal while it arrives.
///
/// Text is shown as soon as it comes; what turns out to be something else (a line that becomes a heading, an emphasis
/// that is never closed, a column that grows) is rewritten in place, within the rows that are still on the screen. What
/// is on the screen in the end, and above it, depends on the text alone, not on how it was cut. Control characters and
/// escape sequences of the text never reach the terminal.
///
/// Memory and the work per piece are bounded by the size of the screen, whatever the length of a line or block. The
/// terminal is expected to turn a line feed into a new line, as terminals do unless told otherwise, and to have the
/// cursor at the beginning of a row at first.
package struct MarkdownRenderer {
    private let style: MarkdownStyle
    private var metrics: MarkdownMetrics
    private var document: MarkdownDocument
    private var painter: ScreenPainter
    /// Whether the scalar before was a carriage return, with which a line feed makes one line end.
    private var endsWithReturn = false

    private let rewrites: Bool

    /// Makes a renderer for a terminal of so many columns and rows.
    ///
    /// - Parameter rewrites: Whether rows on the screen may be written anew; else a row is written when nothing can
    ///   change it any more.
    package init(width: Int, height: Int, style: MarkdownStyle, rewrites: Bool = true) {
        self.style = style
        self.rewrites = rewrites
        metrics = MarkdownMetrics(width: width, height: height, style: style)
        document = MarkdownDocument(metrics)
        painter = ScreenPainter(style: style, height: metrics.height)
    }

    /// Takes a piece of the text, however cut.
    ///
    /// - Returns: What to write to the terminal now.
    package mutating func write(_ delta: String) -> String {
        for scalar in delta.unicodeScalars { take(scalar) }
        let (settled, open) = document.settle()
        return painter.paint(settled, rewrites ? open : [], width: metrics.width)
    }

    /// Ends the text; what comes after is another text.
    ///
    /// - Returns: What to write to the terminal now; with it the output ends with one newline, if there is any output.
    package mutating func finish() -> String {
        let rest = painter.paint(document.finish(), [], width: metrics.width)
        let end = painter.finish()
        (document, endsWithReturn) = (MarkdownDocument(metrics), false)
        return rest + end
    }

    /// Notes the terminal's new size, which holds for what is written from now on.
    ///
    /// Rows above the cursor are not touched any more, since terminals differ in how they rearrange them.
    package mutating func resize(width: Int, height: Int) {
        let resized = MarkdownMetrics(width: width, height: height, style: style)
        guard resized != metrics else { return }
        metrics = resized
        painter.resize(height: resized.height, settled: document.resize(resized))
    }

    /// Notes that others have written to the terminal since, and left the cursor on an empty row: what may yet change is
    /// written again from there.
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
