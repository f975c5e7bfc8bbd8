import WaiterTerminal

/// The part of a terminal that rendered Markdown needs, as an oracle: it counts columns independently, by Swift's
/// characters, and records unexpected sequences.
struct TerminalEmulator {
    struct Column: Equatable {
        var text = " "
        var style = ""
    }

    struct Line: Equatable, CustomStringConvertible {
        var columns: [Column] = []
        /// Whether the terminal wrapped the previous line.
        var continuesLine = false

        /// The text with style changes in brackets.
        var description: String {
            var (text, style) = (continuesLine ? "+" : "", "")
            for column in columns {
                if column.style != style { text += "<\(column.style)>" }
                style = column.style
                text += column.text
            }
            return text.debugDescription
        }
    }

    private(set) var width: Int
    private(set) var height: Int
    /// The scrollback and the screen.
    private(set) var lines: [Line] = [Line()]
    private(set) var violations: [String] = []
    private(set) var rowsGoneUp = 0
    private var row = 0
    private var column = 0
    private var style = ""
    private var isWrapPending = false
    /// Whether text that reaches the end of a row continues in the next one.
    private(set) var wraps = true
    /// Whether each scalar of an emoji has its own columns, as in many terminals.
    private let splitsEmoji: Bool

    init(width: Int, height: Int, splitsEmoji: Bool = false) {
        self.width = width
        self.height = height
        self.splitsEmoji = splitsEmoji
    }

    /// Resizes the screen; no row is reflowed, and the one with the cursor is truncated.
    mutating func resize(width: Int, height: Int) {
        (self.width, self.height) = (width, height)
        if lines[row].columns.count > width { lines[row].columns.removeSubrange(width...) }
        (column, isWrapPending) = (min(column, width - 1), false)
    }

    /// The visible text, without colors.
    var text: String {
        lines.map { line in
            var text = line.columns.map(\.text).joined()
            while text.last == " " { text.removeLast() }
            return text
        }.joined(separator: "\n")
    }

    /// The text as copied: lines wrapped by the terminal are joined.
    var copiedText: String {
        var text = ""
        for (index, line) in lines.enumerated() {
            if index > 0, !line.continuesLine { text += "\n" }
            text += line.columns.map(\.text).joined()
        }
        return text
    }

    /// Everything visible, for comparison; the last line has the cursor.
    var picture: [Line] {
        let end = max(row, lines.lastIndex { !$0.columns.isEmpty } ?? 0) + 1
        return lines.prefix(end).map { line in
            var line = line
            while line.columns.last == Column() { line.columns.removeLast() }
            return line
        }
    }

    /// The styles of a text's occurrences.
    func styles(of text: String) -> Set<String> {
        var styles: Set<String> = []
        for line in lines {
            let characters = line.columns.map(\.text)
            for start in characters.indices {
                var end = start
                var found = ""
                while end < characters.count, found.count < text.count {
                    found += characters[end]
                    end += 1
                }
                if found == text { styles.formUnion(line.columns[start..<end].map(\.style)) }
            }
        }
        return styles
    }

    mutating func feed(_ output: String) {
        var scalars = output.unicodeScalars[...]
        var run = String.UnicodeScalarView()
        while let scalar = scalars.popFirst() {
            guard scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value else {
                run.append(scalar)
                continue
            }
            printRun(&run)
            switch scalar {
            case "\r": (column, isWrapPending) = (0, false)
            case "\n": lineFeed()
            case "\u{1B}": escape(&scalars)
            default: violations.append("control U+\(String(scalar.value, radix: 16))")
            }
        }
        printRun(&run)
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
        switch final {
        case "m": style = parameters == "0" ? "" : String(parameters.dropFirst(2))
        case "A":
            let count = Int(parameters) ?? 1
            rowsGoneUp += count
            if row - count < max(0, lines.count - height) { violations.append("above the top of the screen") }
            (row, isWrapPending) = (max(0, row - count), false)
        case "K":
            if isWrapPending { violations.append("erases the last column") }
            if column < lines[row].columns.count { lines[row].columns.removeSubrange(column...) }
        case "h" where parameters == "?7": wraps = true
        case "l" where parameters == "?7": wraps = false
        default: violations.append("sequence \(parameters)\(final)")
        }
    }

    private mutating func lineFeed() {
        row += 1
        (column, isWrapPending) = (0, false)
        if row == lines.count { lines.append(Line()) }
        lines[row].continuesLine = false
    }

    private mutating func printRun(_ run: inout String.UnicodeScalarView) {
        defer { run = String.UnicodeScalarView() }
        for character in String(run) {
            let width = columns(of: character)
            guard width > 0 else {
                violations.append("a mark apart from its glyph")
                continue
            }
            if wraps, isWrapPending || column + width > self.width {
                lineFeed()
                lines[row].continuesLine = true
            }
            // Without wrapping, excess text overwrites the last columns.
            column = max(0, min(column, self.width - width))
            while lines[row].columns.count < column + width { lines[row].columns.append(Column()) }
            lines[row].columns[column] = Column(text: String(character), style: style)
            for extra in 1..<max(1, width) { lines[row].columns[column + extra] = Column(text: "", style: style) }
            column += width
            if column == self.width { (column, isWrapPending) = (self.width - 1, true) }
        }
    }

    private func columns(of character: Character) -> Int {
        splitsEmoji ? Self.splitWidth(of: character) : Self.width(of: character)
    }

    /// The columns if each scalar of an emoji has its own.
    static func splitWidth(of character: Character) -> Int {
        guard character.unicodeScalars.contains(where: { $0.properties.isEmoji && $0.value > 0x7F }) else {
            return width(of: character)
        }
        return character.unicodeScalars.reduce(0) { $0 + ($1.value == 0x200D || $1.value == 0xFE0F ? 0 : 2) }
    }

    static func width(of character: Character) -> Int {
        let scalars = character.unicodeScalars
        let isSelected = scalars.first?.properties.isEmoji == true && scalars.contains("\u{FE0F}")
        let isEmoji = isSelected || scalars.contains { $0.properties.isEmojiPresentation }
        return isEmoji ? 2 : min(2, scalars.reduce(0) { $0 + width(of: $1) })
    }

    private static func width(of scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark,
            .format where scalar.value > 0xFF:
            return 0
        default: break
        }
        switch scalar.value {
        case 0x1160...0x11FF: return 0
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
