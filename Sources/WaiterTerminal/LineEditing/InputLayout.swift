/// The screen rows that an entry occupies and the position of the cursor in them.
///
/// The layout wraps the rows itself instead of relying on the terminal to wrap them. The position of every row is
/// therefore known.
struct InputLayout {
    private static let tab = 4

    private(set) var rows: [[EditorGlyph]] = [[]]
    private(set) var cursor = (row: 0, column: 0)
    private var column = 0
    private let width: Int

    init(_ view: EditorView, width: Int) {
        // A wide character needs two columns.
        self.width = max(2, width)
        put(prompt: view.prompt.text)
        var offset = 0
        for character in view.text {
            let glyph = glyph(for: character)
            // A line feed after a full row needs a column only if the cursor is on it.
            makeRoom(for: glyph?.columns ?? (offset == view.cursor ? 1 : 0))
            if offset == view.cursor { cursor = (rows.count - 1, column) }
            if let glyph {
                append(glyph)
            } else {
                breakRow()
                put(prompt: view.prompt.continuation)
            }
            offset += character.utf8.count
        }
        makeRoom(for: 1)
        if view.cursor >= offset { cursor = (rows.count - 1, column) }
        // Drops the row that is reserved for the cursor if the cursor is on another row.
        if rows.count > 1, column == 0, view.cursor < offset, view.text.last != "\n" { rows.removeLast() }
    }

    private mutating func put(prompt: String) {
        for character in prompt {
            var glyph = glyph(for: character) ?? EditorGlyph(text: "\u{FFFD}", columns: 1)
            glyph.isPrompt = true
            makeRoom(for: glyph.columns)
            append(glyph)
        }
    }

    /// Returns the glyph of a character at the current column, or `nil` for a line feed.
    private func glyph(for character: Character) -> EditorGlyph? {
        switch character {
        case "\n": return nil
        case "\t":
            let start = column < width ? column : 0
            let columns = min(Self.tab - start % Self.tab, width - start)
            return EditorGlyph(text: String(repeating: " ", count: columns), columns: columns)
        default: return EditorGlyph(character)
        }
    }

    private mutating func makeRoom(for columns: Int) {
        if column + columns > width { breakRow() }
    }

    private mutating func append(_ glyph: EditorGlyph) {
        rows[rows.count - 1].append(glyph)
        column += glyph.columns
    }

    private mutating func breakRow() {
        rows.append([])
        column = 0
    }
}

extension [EditorGlyph] {
    /// The total width of the glyphs in columns.
    var columns: Int { reduce(0) { $0 + $1.columns } }
}
