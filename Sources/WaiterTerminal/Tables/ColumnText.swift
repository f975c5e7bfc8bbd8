/// Text measured in the columns of a terminal.
package enum ColumnText {
    package static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + Int(GlyphWidth.columns(of: $1)) }
    }

    /// Returns how many columns of a terminal each column of a table needs.
    package static func widths(of rows: [[String]]) -> [Int] {
        rows.reduce(into: []) { widths, row in
            for (column, cell) in row.enumerated() {
                let width = width(cell)
                if column < widths.count { widths[column] = max(widths[column], width) } else { widths.append(width) }
            }
        }
    }

    /// The text on one line, cut to so many columns.
    package static func cut(_ text: String, to columns: Int) -> String {
        TerminalText.line(text, columns: columns)
    }

    /// Returns the text with spaces behind it, or before it, up to so many columns.
    package static func padded(_ text: String, to columns: Int, alignsRight: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, columns - width(text)))
        return alignsRight ? space + text : text + space
    }

    /// Fields that programs take apart at the tabs.
    package static func fields(_ fields: [String]) -> String {
        fields.map { field in
            // Most have nothing that breaks a line: looking at bytes is enough to see that.
            guard field.utf8.contains(where: { 0x09...0x0D ~= $0 || $0 == 0xC2 || $0 == 0xE2 }) else { return field }
            return field.split(omittingEmptySubsequences: false) { $0.isNewline || $0 == "\t" }.joined(separator: " ")
        }.joined(separator: "\t")
    }
}
