/// Writes rows to a terminal, and rewrites the last ones when they change.
///
/// Only what differs is written: text that is added to the last row costs its own bytes. Rows are rewritten over what
/// they replace and erased behind their end, so that nothing flickers, and never above the top of the screen.
struct ScreenPainter {
    private let style: MarkdownStyle
    private var height: Int
    /// The rows at the end of the screen that may change; the cursor is at the end of the last one.
    private var shown: [Row] = []
    /// Whether the cursor is at the end of a row that stays.
    private var needsBreak = false
    /// Rows that stay and have not been written.
    private var waiting: [Row] = []
    private var bytes: [UInt8] = []
    private var current = TextStyle.plain

    init(style: MarkdownStyle, height: Int) {
        self.style = style
        self.height = height
    }

    /// Whether nothing has been written.
    var isEmpty: Bool { shown.isEmpty && !needsBreak }

    /// Brings the screen to show the settled rows and below them the open ones.
    mutating func paint(_ settled: [Row], _ open: [Row], width: Int) -> String {
        // More rows than these could not be rewritten; the others follow when they are settled.
        let open = open.prefix(max(1, height - 1))
        let rows = waiting + settled + open
        waiting = []
        let kept = keptRows(rows)
        if kept == shown.count {
            write(rows, from: kept, width: width)
        } else if kept == shown.count - 1, let added = addedCells(shown[kept], rows, kept) {
            write(added)
            write(rows, from: kept + 1, width: width)
        } else {
            rewrite(rows, from: kept, width: width)
        }
        reset()
        if open.isEmpty, !rows.isEmpty { needsBreak = true }
        shown = Array(open)
        defer { bytes.removeAll(keepingCapacity: true) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Ends the last row.
    mutating func finish() -> String {
        defer { (shown, needsBreak) = ([], false) }
        return isEmpty ? "" : "\n"
    }

    /// Notes that the terminal was resized: it may have moved all rows but the one with the cursor.
    ///
    /// - Parameter settled: The first of the open rows, which now stay.
    mutating func resize(height: Int, settled: [Row]) {
        self.height = height
        if settled.count < shown.count {
            shown.removeFirst(shown.count - 1)
        } else {
            waiting = Array(settled[shown.count...])
            needsBreak = needsBreak || !shown.isEmpty
            shown = []
        }
    }

    private func keptRows(_ rows: [Row]) -> Int {
        var count = 0
        while count < shown.count, count < rows.count, shown[count] == rows[count] { count += 1 }
        return count
    }

    /// The cells that a row gained at its end, if that is the only difference.
    private func addedCells(_ old: Row, _ rows: [Row], _ index: Int) -> ArraySlice<Cell>? {
        guard index < rows.count, rows[index].continuesLine == old.continuesLine else { return nil }
        let cells = rows[index].cells
        guard cells.count >= old.cells.count, cells.starts(with: old.cells) else { return nil }
        let added = cells[old.cells.count...]
        // A scalar that belongs to the glyph before it is written together with it.
        return added.first?.width == 0 ? nil : added
    }

    /// Writes rows below the cursor, where there is nothing yet.
    private mutating func write(_ rows: [Row], from start: Int, width: Int) {
        for index in start..<max(start, rows.count) {
            if index > 0 || needsBreak { breakRow(before: rows[index]) }
            write(rows[index].cells[...])
        }
    }

    private mutating func rewrite(_ rows: [Row], from kept: Int, width: Int) {
        var cursor = shown.count - 1
        // A row that vanishes leaves the cursor at the end of the one above, and whether the terminal wraps to a row is
        // decided there too.
        let isSameLine = kept < rows.count && rows[kept].continuesLine == shown[kept].continuesLine
        let first = isSameLine ? kept : max(0, kept - 1)
        while cursor >= rows.count, cursor > first {
            put("\r\u{1B}[K\u{1B}[A")
            cursor -= 1
        }
        if cursor > first { put("\u{1B}[\(cursor - first)A") }
        put("\r")
        if rows.isEmpty {
            put("\u{1B}[K")
            needsBreak = false
        }
        for index in first..<max(first, rows.count) {
            if index > first { breakRow(before: rows[index]) }
            write(rows[index].cells[...])
            // Erasing behind a full row would erase its last column.
            if index < shown.count, rows[index].cells.columns < width {
                reset()
                put("\u{1B}[K")
            }
        }
    }

    private mutating func breakRow(before row: Row) {
        guard !row.continuesLine else { return }
        reset()
        put("\n")
    }

    private mutating func write(_ cells: ArraySlice<Cell>) {
        for cell in cells {
            if cell.style != current {
                current = cell.style
                style.appendSequence(for: current, to: &bytes)
            }
            if cell.scalar.isASCII {
                bytes.append(UInt8(truncatingIfNeeded: cell.scalar.value))
            } else {
                bytes.append(contentsOf: UTF8.encode(cell.scalar) ?? .init())
            }
        }
    }

    private mutating func reset() {
        guard current != .plain else { return }
        current = .plain
        put("\u{1B}[0m")
    }

    private mutating func put(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }
}
