/// The cells of a table row.
struct TableRow {
    /// The index of the row. The header has index 0.
    let number: Int
    private let cells: [[InlineCell]]

    init(_ cells: [[Unicode.Scalar]], number: Int, isComplete: Bool, _ metrics: MarkdownMetrics) {
        self.number = number
        let style: TextStyle = number == 0 ? TextStyle(attributes: .bold) : .plain
        self.cells = cells.enumerated().map { position, text in
            var parser = InlineParser(
                text,
                before: nil,
                isComplete: isComplete || position < cells.count - 1,
                reach: metrics.reach,
                keepsBackticks: metrics.keepsBackticks,
                style: style
            )
            return parser.parse().cells.filter { !$0.isHidden }
        }
    }

    /// The cells in a column, or an empty array if the row has fewer columns.
    subscript(column: Int) -> [InlineCell] {
        column < cells.count ? cells[column] : []
    }

    /// Returns the given column widths, increased where this row needs more space.
    func widths(atLeast widths: [Int]) -> [Int] {
        widths.enumerated().map { column, width in
            wrapped(column, to: 1 << 30).reduce(width) { max($0, $1.columns) }
        }
    }

    /// Returns the lines of a cell, wrapped to a width.
    func wrapped(_ column: Int, to width: Int) -> [[Cell]] {
        var flow = TextFlow(width: width)
        for cell in self[column] { flow.put(cell.scalar, cell.style) }
        return flow.allRows.map(\.cells)
    }
}
