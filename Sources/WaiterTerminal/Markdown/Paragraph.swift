/// A paragraph. Its line breaks are preserved.
///
/// The next line can turn the last line into a heading or a table header. The rows of a line are therefore not
/// settled until the next line starts, unless the line is too long to be a heading or table header.
struct Paragraph: LeafBlock {
    private var text: InlineText
    /// The text before the last line, or `nil` if the last line can no longer be removed from the paragraph.
    private var textBefore: InlineText?
    /// The last line, as long as it can still be removed from the paragraph.
    private(set) var lastLine: [Unicode.Scalar] = []
    private(set) var isFirstLine = true
    /// The rows of earlier lines that have not been delivered.
    private var settledRows: [Row] = []
    private var reach: Int
    private var formula = DisplayedFormula()

    init(_ metrics: MarkdownMetrics, prefix: RowPrefix) {
        text = InlineText(metrics, prefix: prefix)
        reach = metrics.reach
        textBefore = text
    }

    /// Whether a setext underline can turn the paragraph into a heading.
    var mayBeHeading: Bool { isFirstLine && textBefore != nil }

    /// The number of columns if the last line can be a table header, or `nil` if it cannot.
    var headerColumns: Int? {
        guard textBefore != nil, lastLine.contains("|") else { return nil }
        return TableLine.split(lastLine).count
    }

    /// Whether the next line is inside a formula.
    var hasOpenFormula: Bool { formula.isOpen }

    mutating func append(_ scalar: Unicode.Scalar) {
        text.append(scalar)
        formula.append(scalar)
        guard textBefore != nil else { return }
        lastLine.append(scalar)
        if lastLine.count > reach { release() }
    }

    mutating func endLine() {}

    /// Starts a new line.
    mutating func beginLine() {
        text.append("\n")
        formula.beginLine()
        _ = text.settle()
        settledRows += text.takeRows()
        isFirstLine = false
        lastLine = []
        textBefore = text
    }

    /// Removes the last line and keeps the lines before it.
    mutating func removeLastLine() {
        guard let textBefore else { return }
        text = textBefore
        lastLine = []
    }

    mutating func settle(into rows: inout [Row]) -> [Row] {
        rows += settledRows
        settledRows = []
        return textBefore == nil ? text.settle(into: &rows) : text.preview()
    }

    mutating func finish(into rows: inout [Row]) {
        rows += settledRows
        rows += text.finish()
    }

    mutating func resize(_ metrics: MarkdownMetrics, prefix: RowPrefix, into rows: inout [Row]) {
        reach = metrics.reach
        release()
        _ = settle(into: &rows)
        text.resize(metrics, prefix: prefix)
    }

    private mutating func release() {
        textBefore = nil
        lastLine = []
    }
}
