/// Lines of aligned columns.
package enum TextTable {
    /// Lays rows out; a column that is empty everywhere is left out, and line breaks within cells become spaces.
    ///
    /// Cells are cleaned as for a terminal, also in a pipe: names from servers and files are in them, and a table is
    /// read by people.
    ///
    /// - Parameters:
    ///   - rows: The cells of each row.
    ///   - leading: The number of left-aligned columns; the others, which contain numbers, are right-aligned.
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
