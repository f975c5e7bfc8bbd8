/// A table whose columns grow with their cells, up to the available width.
///
/// Any row can change while cells are still arriving. When the table becomes almost as high as the screen, the
/// column widths become fixed, because rows that have scrolled away cannot be redrawn.
struct Table: LeafBlock {
    private let alignments: [TableLine.Alignment]
    private var metrics: MarkdownMetrics
    private var prefix: RowPrefix
    private var header: TableRow?
    /// The complete rows that have not been delivered.
    private var tableRows: [TableRow] = []
    private var rowCount = 0
    private var line: [Unicode.Scalar] = []
    private var isLineOpen = false
    /// The column widths required by the complete rows.
    private var widths: [Int]
    private var layout: TableLayout?
    private var isFixed = false
    /// The complete rows in the current layout.
    private var rendered: [Row] = []

    init(_ alignments: [TableLine.Alignment], _ metrics: MarkdownMetrics, prefix: RowPrefix) {
        self.alignments = alignments
        self.metrics = metrics
        self.prefix = prefix.fitted(to: metrics.width)
        widths = alignments.map { _ in 1 }
    }

    mutating func append(_ scalar: Unicode.Scalar) {
        isLineOpen = true
        line.append(scalar)
        // An overlong row is split.
        if line.count > 2 * metrics.reach { endLine() }
    }

    mutating func endLine() {
        guard isLineOpen else { return }
        let row = tableRow(isComplete: true)
        if header == nil { header = row }
        (line, isLineOpen) = ([], false)
        rowCount += 1
        tableRows.append(row)
        widths = row.widths(atLeast: widths)
        let needed = layout(for: widths)
        if layout == needed { rendered += rows(of: row, needed) } else { render(needed) }
        if !isFixed, rendered.count > max(4, metrics.height - 4) {
            // Distributes the remaining width, because later rows can need wider columns.
            render(layout(for: TableLayout.spread(widths, room: room)))
            isFixed = true
        }
    }

    mutating func settle(into rows: inout [Row]) -> [Row] {
        if isFixed { handOver(into: &rows) }
        guard isLineOpen else { return rendered }
        let row = tableRow(isComplete: false)
        let needed = layout(for: row.widths(atLeast: widths))
        if layout != needed { render(needed) }
        return rendered + self.rows(of: row, needed)
    }

    mutating func finish(into rows: inout [Row]) {
        endLine()
        render(layout(for: widths))
        handOver(into: &rows)
    }

    mutating func resize(_ metrics: MarkdownMetrics, prefix: RowPrefix, into rows: inout [Row]) {
        render(layout(for: widths))
        handOver(into: &rows)
        self.metrics = metrics
        self.prefix = prefix.fitted(to: metrics.width)
        isFixed = false
        layout = layout(for: widths)
        isFixed = true
    }

    private func layout(for widths: [Int]) -> TableLayout {
        if isFixed, let layout { return layout }
        return TableLayout(natural: widths, alignments: alignments, room: room)
    }

    private var room: Int { metrics.width - prefix.rest.count }

    private mutating func render(_ layout: TableLayout) {
        rendered = []
        for row in tableRows { rendered += rows(of: row, layout) }
        self.layout = layout
    }

    private func rows(of row: TableRow, _ layout: TableLayout) -> [Row] {
        let rows = layout.rows(of: row, header: header ?? row)
        return rows.enumerated().map { position, cells in
            let isFirst = position == 0 && rendered.isEmpty
            return Row(cells: ((isFirst ? prefix.first : prefix.rest) + cells).trimmed())
        }
    }

    private mutating func handOver(into rows: inout [Row]) {
        rows += rendered
        if !rendered.isEmpty { prefix.first = prefix.rest }
        (rendered, tableRows) = ([], [])
    }

    private func tableRow(isComplete: Bool) -> TableRow {
        let cells = TableLine.split(line, limit: alignments.count)
        return TableRow(cells, number: rowCount, isComplete: isComplete, metrics)
    }
}
