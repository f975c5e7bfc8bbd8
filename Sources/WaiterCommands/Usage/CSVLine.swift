/// Encodes and decodes comma-separated values: https://www.rfc-editor.org/rfc/rfc4180
enum CSVLine {
    /// Encodes a row, including the line break.
    static func text(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") + "\r\n" }

    /// Adds a prefix to text that a spreadsheet would run as a formula:
    /// https://owasp.org/www-community/attacks/CSV_Injection
    static func harmless(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, "=+-@\t\r\n".unicodeScalars.contains(first) else { return text }
        return "'" + text
    }

    private static func quoted(_ cell: String) -> String {
        guard cell.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }

    /// Decodes rows. An unclosed quote extends to the end of the text.
    static func rows(_ text: String) -> [[String]] {
        var rows: [[String]] = []
        var (row, cell): ([String], String.UnicodeScalarView) = ([], String.UnicodeScalarView())
        var (isQuoted, wasQuoted) = (false, false)
        func endCell() {
            row.append(String(cell))
            (cell, wasQuoted) = (String.UnicodeScalarView(), false)
        }
        func endRow() {
            if row.isEmpty, cell.isEmpty, !wasQuoted { return }
            endCell()
            rows.append(row)
            row = []
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"" where isQuoted: isQuoted = false
            case "\"":
                // A doubled quote in a quoted cell is a literal quote.
                if wasQuoted { cell.append(scalar) }
                (isQuoted, wasQuoted) = (true, true)
            case "," where !isQuoted: endCell()
            case "\n" where !isQuoted, "\r" where !isQuoted: endRow()
            case "\u{FEFF}" where rows.isEmpty && row.isEmpty && cell.isEmpty: continue
            default: cell.append(scalar)
            }
        }
        endRow()
        return rows
    }
}
