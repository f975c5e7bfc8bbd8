/// A formatter for tables with aligned columns.
package enum TextTable {
    /// Returns a table. Columns in which every cell is empty are omitted. Line breaks within cells are replaced by
    /// spaces.
    ///
    /// Cells are sanitized as they would be for a terminal, even if the output is a pipe. Cells can contain names from
    /// servers and files, and tables are read by people.
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
