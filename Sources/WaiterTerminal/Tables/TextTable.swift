/// Lines of aligned columns.
package enum TextTable {
    /// The rows as lines; a column that is empty everywhere is left out, and what would break a line is replaced.
    package static func text(_ rows: [[String]]) -> String {
        let rows = rows.map { $0.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") } }
        let widths = (0..<(rows.map(\.count).max() ?? 0)).map { column in
            rows.map { column < $0.count ? width($0[column]) : 0 }.max() ?? 0
        }
        return rows.map { row in
            var line = ""
            for (cell, width) in zip(row, widths) where width > 0 {
                line += cell + String(repeating: " ", count: width - self.width(cell) + 2)
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    private static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + Int(GlyphWidth.columns(of: $1)) }
    }
}
