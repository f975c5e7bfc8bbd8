/// Writes rows to a terminal, and rewrites the last ones when they change.
///
/// Only what differs is written: text that is added to the last row costs its own bytes. Rows are rewritten over what
/// they replace and erased behind their end, so that nothing flickers, and never above the top of the screen.
///
/// A row that some terminals take for wider is written with autowrap off, so that it stays one row: it loses its end
/// there, and nothing else moves. Autowrap is on again after each row, and so however the process ends.
struct ScreenPainter {
    private let style: MarkdownStyle
    private var height: Int
    private var width = Int.max
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
        self.width = width
        // More rows than these could not be rewritten; the others follow when they are settled.
        let open = open.prefix(max(1, height - 1))
        let rows = waiting + settled + open
        waiting = []
        let kept = keptRows(rows)
        if kept == shown.count {
            write(rows, from: kept, width: width)
        } else if kept == shown.count - 1, let added = addedCells(shown[kept], rows, kept) {
            write(added, of: rows[kept], isContinued: true)
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

    /// Notes that the open rows are not where they were, and the cursor is on an empty row.
    mutating func forget() { (shown, needsBreak) = ([], false) }

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
            write(rows[index].cells[...], of: rows[index])
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
            let row = rows[index]
            if index > first { breakRow(before: row) }
            // Where such a row ends on the terminal is not known, so that it cannot be erased behind its end.
            let isErasedBefore = mayWrap(row) && !row.continuesLine
            if index < shown.count, isErasedBefore { put("\u{1B}[K") }
            write(row.cells[...], of: row)
            // Erasing behind a full row would erase its last column.
            if index < shown.count, row.cells.columns < width, !isErasedBefore {
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

    /// Writes cells of a row, the last ones or all.
    ///
    /// - Parameter isContinued: Whether the row's first cells are on the screen.
    private mutating func write(_ cells: ArraySlice<Cell>, of row: Row, isContinued: Bool = false) {
        guard !cells.isEmpty, mayWrap(row) else { return write(cells) }
        var rest = cells
        if row.continuesLine, !isContinued {
            // The first glyph is the one at which the terminal wraps.
            let end = cells.dropFirst().firstIndex { $0.width > 0 } ?? cells.endIndex
            write(cells[..<end])
            rest = cells[end...]
        }
        put("\u{1B}[?7l")
        write(rest)
        put("\u{1B}[?7h")
    }

    /// Whether a terminal could take a row for wider than it is.
    private func mayWrap(_ row: Row) -> Bool {
        // Scalars take two columns at most.
        row.cells.count > width / 2 && !row.cells.hasCertainWidth && row.cells.mostColumns > width
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
