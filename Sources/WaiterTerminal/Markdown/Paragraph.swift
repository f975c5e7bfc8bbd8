/// A paragraph; its lines stay lines.
///
/// The next line may turn the last one into a heading or into the header of a table. So the rows of a line are settled
/// when the next one begins, unless the line is longer than such a line may be.
struct Paragraph: LeafBlock {
    private var text: InlineText
    /// The text before the last line, while the line may yet be taken from the paragraph.
    private var textBefore: InlineText?
    /// The last line, while it may yet be taken.
    private(set) var lastLine: [Unicode.Scalar] = []
    private(set) var isFirstLine = true
    /// Rows of earlier lines, not yet handed over.
    private var settledRows: [Row] = []
    private var reach: Int
    private var formula = DisplayedFormula()

    init(_ metrics: MarkdownMetrics, prefix: RowPrefix) {
        text = InlineText(metrics, prefix: prefix)
        reach = metrics.reach
        textBefore = text
    }

    /// Whether a line of dashes below makes a heading of the paragraph.
    var mayBeHeading: Bool { isFirstLine && textBefore != nil }

    /// How many columns the last line has if it is the header of a table.
    var headerColumns: Int? {
        guard textBefore != nil, lastLine.contains("|") else { return nil }
        return TableLine.split(lastLine).count
    }

    /// Whether the next line belongs to a formula.
    var hasOpenFormula: Bool { formula.isOpen }

    mutating func append(_ scalar: Unicode.Scalar) {
        text.append(scalar)
        formula.append(scalar)
        guard textBefore != nil else { return }
        lastLine.append(scalar)
        if lastLine.count > reach { release() }
    }

    mutating func endLine() {}

    /// Begins a further line.
    mutating func beginLine() {
        text.append("\n")
        formula.beginLine()
        _ = text.settle()
        settledRows += text.takeRows()
        isFirstLine = false
        lastLine = []
        textBefore = text
    }

    /// Takes the last line away, and leaves the lines before it.
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
