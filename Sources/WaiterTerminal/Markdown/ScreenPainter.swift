/// A painter that writes rows to a terminal and rewrites the last rows when they change.
///
/// Only differences are written. For example, if text is appended to the last row, only the added bytes are written. To
/// avoid flicker, a row is first overwritten, and then the rest of the old row is erased. Rows above the top of the
/// screen are never modified.
///
/// A row that some terminals might consider wider than the screen is written with autowrap off. Such a terminal
/// then truncates the row instead of wrapping it, and no other row moves. Autowrap is turned on again after each
/// row, so that it is on no matter how the process ends.
struct ScreenPainter {
    private let style: MarkdownStyle
    private var height: Int
    private var width = Int.max
    /// The last rows on the screen, which can still change. The cursor is at the end of the last row.
    private var shown: [Row] = []
    /// Whether the cursor is at the end of a settled row.
    private var needsBreak = false
    /// Settled rows that have not been written yet.
    private var waiting: [Row] = []
    private var bytes: [UInt8] = []
    private var current = TextStyle.plain

    init(style: MarkdownStyle, height: Int) {
        self.style = style
        self.height = height
    }

    /// Whether nothing has been written.
    var isEmpty: Bool { shown.isEmpty && !needsBreak }

    /// Updates the screen to show the settled rows, followed by the open rows.
    mutating func paint(_ settled: [Row], _ open: [Row], width: Int) -> String {
        self.width = width
        // Open rows that do not fit on the screen cannot be rewritten, so they are not written until they are settled.
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

    /// Handles a resize. After a resize, only the row with the cursor has a known position.
    ///
    /// - Parameters:
    ///   - height: The new number of rows on the screen.
    ///   - settled: The first open rows, which are now settled.
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

    /// Resets the state after other output has moved the open rows and left the cursor on an empty row.
    mutating func forget() { (shown, needsBreak) = ([], false) }

    private func keptRows(_ rows: [Row]) -> Int {
        var count = 0
        while count < shown.count, count < rows.count, shown[count] == rows[count] { count += 1 }
        return count
    }

    /// Returns the cells appended to a row, or `nil` if the rows differ in another way.
    private func addedCells(_ old: Row, _ rows: [Row], _ index: Int) -> ArraySlice<Cell>? {
        guard index < rows.count, rows[index].continuesLine == old.continuesLine else { return nil }
        let cells = rows[index].cells
        guard cells.count >= old.cells.count, cells.starts(with: old.cells) else { return nil }
        let added = cells[old.cells.count...]
        // A combining scalar must be written together with its base.
        return added.first?.width == 0 ? nil : added
    }

    /// Writes rows below the cursor, where the screen is empty.
    private mutating func write(_ rows: [Row], from start: Int, width: Int) {
        for index in start..<max(start, rows.count) {
            if index > 0 || needsBreak { breakRow(before: rows[index]) }
            write(rows[index].cells[...], of: rows[index])
        }
    }

    private mutating func rewrite(_ rows: [Row], from kept: Int, width: Int) {
        var cursor = shown.count - 1
        // Removing a row leaves the cursor at the end of the row above. The same row also determines whether the
        // terminal wraps into the next row.
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
            // It is unknown where this row ends on the terminal, so the row is erased before it is written.
            let isErasedBefore = mayWrap(row) && !row.continuesLine
            if index < shown.count, isErasedBefore { put("\u{1B}[K") }
            write(row.cells[...], of: row)
            // Erasing after a full row would delete its last column.
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

    /// Writes some or all cells of a row.
    ///
    /// - Parameters:
    ///   - cells: The cells to write, up to the end of the row.
    ///   - row: The complete row.
    ///   - isContinued: Whether the row's first cells are already on the screen.
    private mutating func write(_ cells: ArraySlice<Cell>, of row: Row, isContinued: Bool = false) {
        guard !cells.isEmpty, mayWrap(row) else { return write(cells) }
        var rest = cells
        if row.continuesLine, !isContinued {
            // The first glyph triggers the terminal's own wrap.
            let end = cells.dropFirst().firstIndex { $0.width > 0 } ?? cells.endIndex
            write(cells[..<end])
            rest = cells[end...]
        }
        put("\u{1B}[?7l")
        write(rest)
        put("\u{1B}[?7h")
    }

    /// Returns whether some terminals could consider a row wider than the screen.
    private func mayWrap(_ row: Row) -> Bool {
        // A scalar is at most two columns wide.
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
