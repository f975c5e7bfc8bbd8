/// A painter that returns the terminal output for drawing an entry while it is being edited. The output never modifies
/// rows outside the entry.
///
/// To avoid flicker, the output overwrites only the parts that have changed.
package struct LinePainter: Sendable {
    package static let enablePasteMode = "\u{1B}[?2004h"
    package static let disablePasteMode = "\u{1B}[?2004l"
    package static let clearScreen = "\u{1B}[H\u{1B}[2J"

    /// The rows on the screen.
    private var shown: [[EditorGlyph]] = []
    /// The index of the row with the cursor.
    private var row = 0
    /// The index of the first visible row, if the entry is taller than the screen.
    private var top = 0
    private var size = (columns: 0, rows: 0)
    /// The view that was painted last.
    private var view: EditorView?
    private var style = ""
    private var isStyled = false
    private var output = ""

    package init() {}

    /// Whether the painter has no entry on the screen.
    package var isEmpty: Bool { shown.isEmpty }

    /// Draws an entry. If the entry is taller than the screen, only the part around the cursor is drawn.
    package mutating func paint(_ view: EditorView, columns: Int, rows: Int) -> String {
        if view == self.view, size == (columns, rows) { return take() }
        begin(view, (columns, rows))
        self.view = view
        let layout = InputLayout(view, width: columns)
        let room = max(1, rows)
        let highest = max(0, layout.rows.count - room)
        top = min(max(top, layout.cursor.row - room + 1), layout.cursor.row, highest)
        let visible = Array(layout.rows[top...].prefix(room))
        let list = CandidateList.rows(view.candidates, width: columns, limit: room - visible.count)
        show(visible + list)
        go(to: layout.cursor.row - top, layout.cursor.column)
        return take()
    }

    /// Draws the whole entry one last time and moves the cursor to the row below it.
    package mutating func finish(_ view: EditorView, columns: Int, rows: Int) -> String {
        var view = view
        (view.cursor, view.candidates) = (view.text.utf8.count, [])
        begin(view, (columns, rows))
        var all = InputLayout(view, width: columns).rows
        // The extra row that holds the cursor after a full row is no longer needed.
        if all.count > 1, all.last?.isEmpty == true, view.text.last != "\n" { all.removeLast() }
        show(all)
        return leave()
    }

    /// Moves the cursor to the row below the entry. The entry stays on the screen.
    package mutating func leave() -> String {
        guard !isEmpty else { return take() }
        go(to: shown.count - 1, 0)
        output += "\r\n"
        forget()
        return take()
    }

    /// Erases the entry and moves the cursor to the position where the entry began.
    package mutating func erase() -> String {
        guard !isEmpty else { return take() }
        go(to: 0, 0)
        output += "\u{1B}[J"
        forget()
        return take()
    }

    /// Resets the state after other output has been written. The cursor must be on an empty row, and the entry must no
    /// longer be on the screen.
    package mutating func forget() {
        (shown, row, top, view) = ([], 0, 0, nil)
    }

    private mutating func begin(_ view: EditorView, _ size: (columns: Int, rows: Int)) {
        style = view.prompt.style
        defer { self.size = size }
        if isEmpty {
            output += "\r\u{1B}[J"
        } else if size != self.size {
            erase(width: size.columns)
        }
    }

    /// Erases the rows after a resize.
    ///
    /// Some terminals wrap a row that has become too wide, and others truncate it. Therefore, only the rows below the
    /// last such row have a known position.
    private mutating func erase(width: Int) {
        let moved = shown[...row].lastIndex { $0.columns > width } ?? -1
        let up = max(0, row - moved - 1)
        output += (up > 0 ? "\u{1B}[\(up)A" : "") + "\r\u{1B}[J"
        forget()
    }

    private mutating func show(_ rows: [[EditorGlyph]]) {
        for (index, glyphs) in rows.enumerated() {
            if index < shown.count {
                if glyphs != shown[index] { rewrite(glyphs, at: index) }
            } else {
                if index > 0 {
                    go(to: index - 1, 0)
                    output += "\r\n"
                }
                row = index
                write(glyphs[...], of: glyphs)
            }
        }
        if rows.count < shown.count {
            go(to: rows.count, 0)
            output += "\u{1B}[J"
        }
        shown = rows
    }

    private mutating func rewrite(_ glyphs: [EditorGlyph], at index: Int) {
        let old = shown[index]
        let kept = zip(old, glyphs).prefix { $0 == $1 }.count
        go(to: index, Array(glyphs[..<kept]).columns)
        write(glyphs[kept...], of: glyphs)
        // The old row was wider, so the new row is never full. Erasing after a full row would delete its last column.
        if glyphs.columns < old.columns { output += "\u{1B}[K" }
    }

    /// Writes some of the glyphs of a row. Autowrap is off if some terminals could treat the row as too wide.
    private mutating func write(_ glyphs: ArraySlice<EditorGlyph>, of row: [EditorGlyph]) {
        let mayWrap = row.reduce(0) { $0 + $1.mostColumns } > max(size.columns, row.columns)
        if mayWrap { output += "\u{1B}[?7l" }
        defer { if mayWrap { output += "\u{1B}[?7h" } }
        for glyph in glyphs {
            if glyph.isPrompt != isStyled, !style.isEmpty {
                output += glyph.isPrompt ? "\u{1B}[0;\(style)m" : "\u{1B}[0m"
                isStyled = glyph.isPrompt
            }
            output += glyph.text
        }
        if isStyled { output += "\u{1B}[0m" }
        isStyled = false
    }

    private mutating func go(to target: Int, _ column: Int) {
        if target < row { output += "\u{1B}[\(row - target)A" }
        if target > row { output += "\u{1B}[\(target - row)B" }
        row = target
        output += "\r"
        if column > 0 { output += "\u{1B}[\(column)C" }
    }

    private mutating func take() -> String {
        defer { output = "" }
        return output
    }
}
