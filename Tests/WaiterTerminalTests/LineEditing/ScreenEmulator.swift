import WaiterTerminal

/// A terminal's screen and scrollback, as far as a line editor needs them; it records unexpected sequences.
struct ScreenEmulator {
    /// The behavior of rows that become too wide.
    enum Resizing: CaseIterable {
        case cuts, wraps
    }

    private struct Line {
        /// One string per column; the second column of a wide character is empty.
        var columns: [String] = []
        /// Whether the terminal wrapped the previous row.
        var continuesLine = false
    }

    private(set) var width: Int
    private(set) var height: Int
    private(set) var violations: [String] = []
    private(set) var pastesInBrackets = false
    /// Whether text that reaches the end of a row continues in the next one.
    private(set) var wraps = true
    /// Whether each scalar of an emoji has its own columns, as in many terminals.
    private let splitsEmoji: Bool
    /// The cursor position, counted from the first row of the scrollback.
    private(set) var row = 0
    private(set) var column = 0
    private var lines: [Line] = [Line()]
    private var isWrapPending = false

    init(width: Int, height: Int, splitsEmoji: Bool = false) {
        (self.width, self.height, self.splitsEmoji) = (width, height, splitsEmoji)
    }

    /// All rows without trailing spaces, and without trailing empty rows.
    var rows: [String] {
        var rows = lines.map { Self.trimmed($0.columns.joined()) }
        while rows.last == "" { rows.removeLast() }
        return rows
    }

    /// All rows, with wrapped ones joined.
    var wholeLines: [String] {
        var whole: [String] = []
        for line in lines {
            if line.continuesLine, !whole.isEmpty {
                whole[whole.count - 1] += line.columns.joined()
            } else {
                whole.append(line.columns.joined())
            }
        }
        return whole.map(Self.trimmed)
    }

    /// The position of the next character: after a full row, the next row.
    var place: (row: Int, column: Int) { isWrapPending ? (row + 1, 0) : (row, column) }

    private var top: Int { max(0, lines.count - height) }

    private static func trimmed(_ text: String) -> String {
        String(text.reversed().drop { $0 == " " }.reversed())
    }

    mutating func feed(_ output: String) {
        var scalars = output.unicodeScalars[...]
        var run = ""
        while let scalar = scalars.popFirst() {
            guard scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value else {
                run.unicodeScalars.append(scalar)
                continue
            }
            put(&run)
            switch scalar {
            case "\r": (column, isWrapPending) = (0, false)
            case "\n": lineFeed()
            case "\u{1B}": escape(&scalars)
            default: violations.append("control U+\(String(scalar.value, radix: 16))")
            }
        }
        put(&run)
    }

    private mutating func lineFeed() {
        row += 1
        isWrapPending = false
        if row == lines.count { lines.append(Line()) }
    }

    private mutating func put(_ run: inout String) {
        for character in run {
            let columns =
                splitsEmoji ? TerminalEmulator.splitWidth(of: character) : TerminalEmulator.width(of: character)
            if columns == 0 { violations.append("a mark apart from its character") }
            if wraps, isWrapPending || column + columns > width {
                lineFeed()
                column = 0
                lines[row].continuesLine = true
            }
            // Without wrapping, excess text overwrites the last columns.
            column = max(0, min(column, width - columns))
            while lines[row].columns.count < column + columns { lines[row].columns.append(" ") }
            lines[row].columns[column] = String(character)
            for extra in 1..<max(1, columns) { lines[row].columns[column + extra] = "" }
            column += columns
            if column == width { (column, isWrapPending) = (width - 1, true) }
        }
        run = ""
    }

    private mutating func escape(_ scalars: inout Substring.UnicodeScalarView) {
        guard scalars.popFirst() == "[" else { return violations.append("an escape that is no CSI") }
        var parameters = ""
        while let scalar = scalars.popFirst() {
            guard "0123456789;?".unicodeScalars.contains(scalar) else { return control(scalar, parameters) }
            parameters.unicodeScalars.append(scalar)
        }
        violations.append("a cut sequence")
    }

    private mutating func control(_ final: Unicode.Scalar, _ parameters: String) {
        let count = Int(parameters) ?? 1
        switch (final, parameters) {
        case ("m", _): return
        case ("h", "?7"): wraps = true
        case ("l", "?7"): wraps = false
        case ("h", "?2004"): pastesInBrackets = true
        case ("l", "?2004"): pastesInBrackets = false
        case ("A", _):
            if row - count < top { violations.append("above the top of the screen") }
            row = max(top, row - count)
        case ("B", _):
            if row + count >= lines.count { violations.append("below the last row") }
            row = min(lines.count - 1, row + count)
        case ("C", _):
            if column + count >= width { violations.append("behind the last column") }
            column = min(width - 1, column + count)
        case ("H", ""): (row, column) = (top, 0)
        case ("J", ""):
            eraseRow()
            for index in lines.indices.dropFirst(row + 1) { lines[index] = Line() }
        case ("J", "2"): for index in lines.indices.dropFirst(top) { lines[index] = Line() }
        case ("K", ""): eraseRow()
        default: violations.append("sequence \(parameters)\(final)")
        }
        isWrapPending = false
    }

    private mutating func eraseRow() {
        if isWrapPending { violations.append("erases the last column") }
        if column < lines[row].columns.count { lines[row].columns.removeSubrange(column...) }
    }

    /// Resizes the screen.
    mutating func resize(width: Int, height: Int, _ resizing: Resizing) {
        (self.width, self.height, isWrapPending) = (width, height, false)
        while lines.count > row + 1, lines.last?.columns.isEmpty == true { lines.removeLast() }
        switch resizing {
        case .cuts:
            for index in lines.indices where lines[index].columns.count > width {
                lines[index].columns.removeSubrange(width...)
            }
            column = min(column, width - 1)
        case .wraps: wrap()
        }
    }

    private mutating func wrap() {
        var wrapped: [Line] = []
        var cursor = (row: 0, column: 0)
        for (index, line) in lines.enumerated() {
            var part = Line(continuesLine: line.continuesLine)
            if index == row { cursor = (wrapped.count, column) }
            for (offset, text) in line.columns.enumerated() {
                let isWide = offset + 1 < line.columns.count && line.columns[offset + 1].isEmpty
                if part.columns.count + (isWide ? 2 : 1) > width {
                    wrapped.append(part)
                    part = Line(continuesLine: true)
                }
                if index == row, offset == column { cursor = (wrapped.count, part.columns.count) }
                part.columns.append(text)
            }
            if index == row, column >= line.columns.count {
                cursor = (wrapped.count, min(width - 1, part.columns.count + column - line.columns.count))
            }
            wrapped.append(part)
        }
        lines = wrapped
        (row, column) = cursor
    }
}
