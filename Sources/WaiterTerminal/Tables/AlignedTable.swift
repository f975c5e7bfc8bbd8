/// Lines of columns, the first ones aligned left and the others, which are numbers, right.
package enum AlignedTable {
    /// - Parameter leading: How many columns are words.
    package static func text(_ rows: [[String]], leading: Int) -> String {
        let widths = (0..<(rows.map(\.count).max() ?? 0)).map { column in
            rows.map { column < $0.count ? width($0[column]) : 0 }.max() ?? 0
        }
        let padded = rows.map { row in
            row.enumerated().map { column, cell in
                column < leading ? cell : String(repeating: " ", count: widths[column] - width(cell)) + cell
            }
        }
        return TextTable.text(padded)
    }

    package static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + Int(GlyphWidth.columns(of: $1)) }
    }
}
