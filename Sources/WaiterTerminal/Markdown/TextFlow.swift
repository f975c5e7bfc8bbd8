/// A layout engine that fills rows with scalars. It counts columns, wraps rows, and starts each row with the prefix of
/// its block.
struct TextFlow {
    enum Wrapping {
        /// Rows are wrapped between words. A word that is wider than the row is broken.
        case words
        /// Rows are wrapped at any column, and all spaces are preserved, as required for code.
        case characters
    }

    /// The full rows, which further text cannot change.
    private(set) var rows: [Row] = []
    private var row = Row(cells: [])
    private var isOpen = false
    private var column = 0
    /// The index at which the row's text starts, after the prefix.
    private var start = 0
    /// The last index at which the row can be broken when it becomes too wide.
    private var cut: Int?
    /// The index at which the last glyph starts.
    private var glyph: Int?
    private var width: Int
    private var prefix: RowPrefix
    private let wrapping: Wrapping

    init(width: Int, prefix: RowPrefix = RowPrefix(), wrapping: Wrapping = .words) {
        self.width = width
        self.prefix = prefix.fitted(to: width)
        self.wrapping = wrapping
    }

    /// All rows, including the open one.
    var allRows: [Row] { isOpen ? rows + [finishedRow] : rows }

    /// The width of the open row in columns.
    var openColumns: Int { column }

    /// Removes and returns the full rows.
    mutating func takeRows() -> [Row] {
        defer { rows = [] }
        return rows
    }

    /// Starts a row if no row is open.
    mutating func open() {
        guard !isOpen else { return }
        row = Row(cells: prefix.next())
        (isOpen, start, column) = (true, row.cells.count, row.cells.count)
        (cut, glyph) = (nil, nil)
    }

    /// Ends the open row or adds an empty row if no row is open.
    mutating func endRow() {
        open()
        rows.append(finishedRow)
        isOpen = false
    }

    /// Appends a scalar.
    mutating func put(_ scalar: Unicode.Scalar, _ style: TextStyle) {
        switch scalar {
        case "\n": endRow()
        case " ": putSpace(style)
        case "\t": putTab(style)
        default: putVisible(scalar, style)
        }
    }

    /// Changes the width. Full rows keep their layout.
    mutating func resize(width: Int, prefix: RowPrefix) {
        var resized = TextFlow(width: width, prefix: prefix, wrapping: wrapping)
        if isOpen {
            let kept = Array(row.cells[..<start].suffix(resized.width / 2))
            resized.open()
            resized.row.cells = kept
            (resized.start, resized.column) = (kept.count, kept.count)
            for cell in row.cells[start...] { resized.put(cell.scalar, cell.style) }
        }
        resized.rows.insert(contentsOf: rows, at: 0)
        self = resized
    }

    private var finishedRow: Row {
        guard wrapping == .words || row.cells.count == start else { return row }
        return Row(cells: row.cells.trimmed(), continuesLine: row.continuesLine)
    }

    private mutating func putSpace(_ style: TextStyle) {
        open()
        if wrapping == .characters { return append(Cell(scalar: " ", style: style, width: 1)) }
        // A row never starts with a space. One space can extend past the end of a row as a break opportunity, but
        // it is not shown.
        guard row.cells.count > start, column <= width else { return }
        glyph = row.cells.count
        row.cells.append(Cell(scalar: " ", style: style, width: 1))
        column += 1
    }

    private mutating func putTab(_ style: TextStyle) {
        guard wrapping == .characters else { return putSpace(style) }
        open()
        for _ in 0..<(4 - (column - start) % 4) { putSpace(style) }
    }

    private mutating func putVisible(_ scalar: Unicode.Scalar, _ style: TextStyle) {
        open()
        let width = columns(of: scalar)
        if width > 0 {
            markCut(before: scalar)
            return append(Cell(scalar: scalar, style: style, width: width))
        }
        guard let glyph, wrapping == .characters || row.cells[glyph].scalar != " " else {
            // A combining mark without a base gets a no-break space as its base. An invisible scalar without a base
            // is dropped.
            guard scalar.properties.generalCategory != .format, !scalar.properties.isVariationSelector else { return }
            putVisible("\u{A0}", style)
            return putVisible(scalar, style)
        }
        // A terminal joins scalars into one glyph only if no style change separates them.
        row.cells.append(Cell(scalar: scalar, style: row.cells[glyph].style, width: 0))
        if widens(scalar) { widenGlyph() }
        // Combining marks must not make a row grow without limit.
        if row.cells.count > 8 * self.width + 64 { breakRow() }
    }

    private mutating func append(_ cell: Cell) {
        while column + Int(cell.width) > width, column > start { wrap() }
        glyph = row.cells.count
        row.cells.append(cell)
        column += Int(cell.width)
    }

    /// Moves the text after the last break opportunity to a new row or breaks inside the word.
    private mutating func wrap() {
        guard let cut else { return breakRow() }
        let moved = row.cells[cut...]
        let movedGlyph = glyph.map { $0 - cut }
        rows.append(Row(cells: Array(row.cells[..<cut]).trimmed(), continuesLine: row.continuesLine))
        isOpen = false
        open()
        row.cells += moved
        column += moved.reduce(0) { $0 + Int($1.width) }
        glyph = movedGlyph.flatMap { $0 >= 0 ? start + $0 : nil }
    }

    /// Breaks the row inside a word. The terminal itself wraps the row if the row has no prefix and all terminals agree
    /// on its width.
    private mutating func breakRow() {
        rows.append(row)
        isOpen = false
        let isFull = column >= width - 1 && row.cells.hasCertainWidth
        open()
        row.continuesLine = isFull && start == 0
    }

    private mutating func markCut(before scalar: Unicode.Scalar) {
        guard wrapping == .words, row.cells.count > start, let glyph else { return }
        let last = row.cells[glyph].scalar
        if last == " " {
            cut = row.cells.count
        } else if GlyphWidth.isIdeographic(scalar) || GlyphWidth.isIdeographic(last) {
            guard !GlyphWidth.staysWithPrevious(scalar), !GlyphWidth.staysWithNext(last) else { return }
            cut = row.cells.count
        }
    }
}

// MARK: - Multi-scalar glyphs

extension TextFlow {
    /// Returns the number of columns that a scalar adds to the row after the preceding scalars.
    private func columns(of scalar: Unicode.Scalar) -> UInt8 {
        guard scalar.value >= 0x300 else { return 1 }
        guard let glyph else { return GlyphWidth.columns(of: scalar) }
        let base = row.cells[glyph].scalar
        if GlyphWidth.isRegionalIndicator(scalar) {
            return GlyphWidth.isRegionalIndicator(base) && glyph == row.cells.count - 1 ? 0 : 2
        }
        guard base.value >= 0x80, scalar.properties.isEmoji, base.properties.isEmoji else {
            return GlyphWidth.columns(of: scalar)
        }
        if scalar.properties.isEmojiModifier { return 0 }
        let isJoined = row.cells[row.cells.count - 1].scalar == GlyphWidth.joiner
        return isJoined ? 0 : GlyphWidth.columns(of: scalar)
    }

    /// Returns whether a zero-width scalar turns a narrow glyph into a wide emoji.
    private func widens(_ scalar: Unicode.Scalar) -> Bool {
        guard let glyph, row.cells[glyph].width == 1, scalar.value >= 0xFE0F else { return false }
        guard scalar == GlyphWidth.emojiSelector || scalar.properties.isEmojiModifier else { return false }
        return row.cells[glyph].scalar.properties.isEmoji
    }

    private mutating func widenGlyph() {
        guard let glyph else { return }
        var moved = Array(row.cells[glyph...])
        moved[0].width = 2
        row.cells.removeSubrange(glyph...)
        column -= 1
        append(moved[0])
        row.cells += moved.dropFirst()
    }
}
