/// A formatter for tables with aligned columns.
package enum TextTable {
    /// Returns a table. Columns in which every cell is empty are omitted, and line breaks within cells become spaces.
    ///
    /// Cells are sanitized as for a terminal, even in a pipe, because they contain names from servers and files, and because people
    /// read tables.
    ///
    /// - Parameters:
    ///   - rows: The cells of each row.
    ///   - leading: The number of left-aligned columns. The other columns, which contain numbers, are right-aligned.
    /// - Returns: The table, with a line break after each row.
    package static func text(_ rows: [[String]], leading: Int = .max) -> String {
        let rows = rows.map { $0.map(TerminalText.line) }
        let widths = ColumnText.widths(of: rows)
        return rows.map { row in
            var line = ""
            for (column, (cell, width)) in zip(row, widths).enumerated() where width > 0 {
                line += ColumnText.padded(cell, to: width, alignsRight: column >= leading) + "  "
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}
