/// Functions that parse table lines.
enum TableLine {
    enum Alignment {
        case left, center, right
    }

    /// Splits a line into cells at its bars and trims the whitespace around each cell.
    ///
    /// - Parameters:
    ///   - line: The line, with or without bars at its ends.
    ///   - limit: The maximum number of cells. The last cell takes the rest of the line, so that no text is lost to
    ///     an unescaped bar.
    /// - Returns: The text of each cell.
    static func split(_ line: [Unicode.Scalar], limit: Int = .max) -> [[Unicode.Scalar]] {
        var cells: [[Unicode.Scalar]] = []
        var cell: [Unicode.Scalar] = []
        var line = trimmed(line[...])
        if line.first == "|" { line.removeFirst() }
        if line.last == "|", line.dropLast().last != "\\" { line.removeLast() }
        var index = line.startIndex
        while index < line.endIndex {
            let scalar = line[index]
            if scalar == "|", cells.count < limit - 1 {
                cells.append(Array(trimmed(cell[...])))
                cell = []
            } else if scalar == "\\", index + 1 < line.endIndex {
                // A bar inside a cell must be escaped even in code. Other escapes are part of the cell's text.
                cell += line[index + 1] == "|" ? ["|"] : [scalar, line[index + 1]]
                index += 1
            } else {
                cell.append(scalar)
            }
            index += 1
        }
        return cells + [Array(trimmed(cell[...]))]
    }

    /// Returns the column alignments of a delimiter row, or `nil` if the line is not a delimiter row.
    static func alignments(_ line: ArraySlice<Unicode.Scalar>) -> [Alignment]? {
        guard line.contains("|") else { return nil }
        var alignments: [Alignment] = []
        for cell in split(Array(line)) {
            let dashes = cell.drop { $0 == ":" }.prefix { $0 == "-" }
            let colons = (cell.first == ":", cell.last == ":")
            guard !dashes.isEmpty, cell.count == dashes.count + (colons.0 ? 1 : 0) + (colons.1 ? 1 : 0) else {
                return nil
            }
            alignments.append(colons == (true, true) ? .center : colons.1 ? .right : .left)
        }
        return alignments
    }

    private static func trimmed(_ line: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
        let isSpace: (Unicode.Scalar) -> Bool = { $0 == " " || $0 == "\t" }
        guard let first = line.firstIndex(where: { !isSpace($0) }) else { return [] }
        let last = line.lastIndex { !isSpace($0) } ?? first
        return line[first...last]
    }
}
