/// The distribution of the available width among the columns of a table.
struct TableLayout: Equatable {
    /// The minimum readable column width.
    private static let leastWidth = 5

    private let alignments: [TableLine.Alignment]
    private let room: Int
    private var widths: [Int]
    /// Whether cells are wrapped. If cells are wrapped, rows are separated by horizontal lines.
    private var isShrunk = false
    /// Whether the columns do not fit, in which case cells are listed one below the other.
    private var isStacked = false

    init(natural: [Int], alignments: [TableLine.Alignment], room: Int) {
        self.alignments = alignments
        self.room = room
        widths = natural
        var rest = room - 3 * (natural.count - 1)
        guard natural.reduce(0, +) > rest else { return }
        isShrunk = true
        // Narrow columns get their natural width. The other columns share the remaining width.
        let order = natural.indices.sorted { (natural[$0], $0) < (natural[$1], $1) }
        for (position, column) in order.enumerated() {
            let share = max(0, rest) / (order.count - position)
            widths[column] = min(natural[column], share)
            rest -= widths[column]
        }
        isStacked = zip(widths, natural).contains { $0 < min($1, Self.leastWidth) }
        // Stacked layouts compare equal regardless of their widths.
        if isStacked { widths = [] }
    }

    /// Returns the widths after the remaining space has been distributed in proportion to the given widths.
    static func spread(_ widths: [Int], room: Int) -> [Int] {
        let sum = widths.reduce(0, +)
        let rest = room - 3 * (widths.count - 1) - sum
        guard rest > 0, sum > 0 else { return widths }
        return widths.map { $0 + rest * $0 / sum }
    }

    /// Returns the terminal rows for a table row.
    func rows(of row: TableRow, header: TableRow) -> [[Cell]] {
        if isStacked { return stackedRows(of: row, header) }
        var rows: [[Cell]] = row.number > 1 && isShrunk ? [rule] : []
        let columns = widths.indices.map { row.wrapped($0, to: widths[$0]) }
        for line in 0..<max(1, columns.map(\.count).max() ?? 0) {
            var cells: [Cell] = []
            for (column, lines) in columns.enumerated() {
                if column > 0 { cells += Cell.cells(" │ ", .mark) }
                cells += padded(line < lines.count ? lines[line] : [], column)
            }
            rows.append(cells)
        }
        if row.number == 0 { rows.append(rule) }
        return rows
    }

    private var rule: [Cell] {
        let lines = widths.map { String(repeating: "─", count: $0) }
        return Cell.cells(lines.joined(separator: "─┼─"), .mark)
    }

    private func padded(_ cells: [Cell], _ column: Int) -> [Cell] {
        let space = max(0, widths[column] - cells.columns)
        let left =
            switch alignments[column] {
            case .left: 0
            case .center: space / 2
            case .right: space
            }
        return Cell.cells(String(repeating: " ", count: left)) + cells
            + Cell.cells(String(repeating: " ", count: space - left))
    }

    /// Returns one row per cell, each prefixed with its column's name.
    private func stackedRows(of row: TableRow, _ header: TableRow) -> [[Cell]] {
        var flow = TextFlow(width: room)
        if row.number > 1 { flow.endRow() }
        for column in alignments.indices {
            if row.number > 0 {
                for cell in header[column] { flow.put(cell.scalar, cell.style) }
                for scalar in ": ".unicodeScalars { flow.put(scalar, .mark) }
            }
            for cell in row[column] { flow.put(cell.scalar, cell.style) }
            flow.endRow()
        }
        if row.number == 0 {
            for _ in 0..<min(room, 3) { flow.put("─", .mark) }
            flow.endRow()
        }
        return flow.allRows.map(\.cells)
    }
}
