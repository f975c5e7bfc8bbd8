/// Streamed inline Markdown that flows into rows.
struct InlineText {
    private(set) var flow: TextFlow
    /// The scalars from the first pending construct onward.
    private var pending: [Unicode.Scalar] = []
    private var before: Unicode.Scalar?
    /// The formula that is open at the first pending scalar.
    private var formula: FormulaDelimiter?
    /// The number of pending scalars at which parsing starts without waiting for the end of the chunk. This number
    /// limits memory use.
    private var settleCount: Int
    private var reach: Int
    private let keepsBackticks: Bool
    private let style: TextStyle

    init(_ metrics: MarkdownMetrics, prefix: RowPrefix, style: TextStyle = .plain) {
        flow = TextFlow(width: metrics.width, prefix: prefix)
        reach = metrics.reach
        settleCount = 4 * metrics.reach
        keepsBackticks = metrics.keepsBackticks
        self.style = style
    }

    mutating func append(_ scalar: Unicode.Scalar) {
        pending.append(scalar)
        guard pending.count > settleCount else { return }
        _ = settle()
        settleCount = pending.count + 4 * reach
    }

    /// Moves settled text into the rows.
    ///
    /// - Returns: The cells that are still pending.
    mutating func settle() -> ArraySlice<InlineCell> {
        guard !pending.isEmpty else { return [] }
        var parser = parser(isComplete: false)
        let (cells, settled) = parser.parse()
        guard settled > 0 else { return cells[...] }
        formula = parser.formula(at: settled)
        before = pending[settled - 1]
        pending.removeFirst(settled)
        let end = cells.firstIndex { $0.source >= settled } ?? cells.count
        put(cells[..<end])
        return cells[end...]
    }

    /// Settles text and returns the rows to show now.
    ///
    /// - Parameter rows: Receives the full rows, which further text cannot change.
    /// - Returns: The rows that further text can change.
    mutating func settle(into rows: inout [Row]) -> [Row] {
        let open = settle()
        rows += flow.takeRows()
        return preview(open)
    }

    /// Settles text and returns all rows to show now.
    mutating func preview() -> [Row] {
        let open = settle()
        return preview(open)
    }

    private func preview(_ open: ArraySlice<InlineCell>) -> [Row] {
        guard open.contains(where: { !$0.isHidden }) else { return flow.allRows }
        var preview = flow
        for cell in open where !cell.isHidden { preview.put(cell.scalar, cell.style) }
        return preview.allRows
    }

    mutating func takeRows() -> [Row] { flow.takeRows() }

    /// Finishes the text and returns its last rows.
    mutating func finish() -> [Row] {
        var parser = parser(isComplete: true)
        put(parser.parse().cells[...])
        (pending, formula) = ([], nil)
        return flow.allRows
    }

    mutating func resize(_ metrics: MarkdownMetrics, prefix: RowPrefix) {
        reach = metrics.reach
        flow.resize(width: metrics.width, prefix: prefix)
    }

    private mutating func put(_ cells: ArraySlice<InlineCell>) {
        for cell in cells where !cell.isHidden { flow.put(cell.scalar, cell.style) }
    }

    private func parser(isComplete: Bool) -> InlineParser {
        InlineParser(
            pending,
            before: before,
            isComplete: isComplete,
            reach: reach,
            keepsBackticks: keepsBackticks,
            style: style,
            formula: formula
        )
    }
}
