/// Functions that measure text in terminal columns.
package enum ColumnText {
    package static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + Int(GlyphWidth.columns(of: $1)) }
    }

    /// Returns the width of each table column, in terminal columns.
    package static func widths(of rows: [[String]]) -> [Int] {
        rows.reduce(into: []) { widths, row in
            for (column, cell) in row.enumerated() {
                let width = width(cell)
                if column < widths.count { widths[column] = max(widths[column], width) } else { widths.append(width) }
            }
        }
    }

    /// Returns the text on one line, truncated to the given number of columns.
    package static func cut(_ text: String, to columns: Int) -> String {
        TerminalText.line(text, columns: columns)
    }

    /// Returns the text padded with trailing or leading spaces to the given number of columns.
    package static func padded(_ text: String, to columns: Int, alignsRight: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, columns - width(text)))
        return alignsRight ? space + text : text + space
    }

    /// Returns tab-separated fields that programs can parse. The fields are sanitized as they would be for a terminal,
    /// because people also read them.
    package static func fields(_ fields: [String]) -> String {
        fields.map { field in
            // This is a fast path. For most fields, a check of the bytes shows that no sanitization is needed.
            let isPlain = field.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && ![0xC2, 0xD8, 0xE2].contains($0) }
            if isPlain { return field }
            let field = TerminalText.safe(field)
            return field.split(omittingEmptySubsequences: false) { $0.isNewline || $0 == "\t" }.joined(separator: " ")
        }.joined(separator: "\t")
    }
}
