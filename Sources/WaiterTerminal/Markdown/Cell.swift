/// A scalar on a row of the terminal; one of width 0 belongs to the same glyph as the cell before it.
struct Cell: Equatable {
    var scalar: Unicode.Scalar
    var style: TextStyle
    var width: UInt8

    /// Cells for text whose scalars are all one column wide.
    static func cells(_ text: String, _ style: TextStyle = .plain) -> [Cell] {
        text.unicodeScalars.map { Cell(scalar: $0, style: style, width: 1) }
    }
}

extension [Cell] {
    /// The columns that the cells take.
    var columns: Int { reduce(0) { $0 + Int($1.width) } }

    /// Whether every terminal gives the cells the same columns.
    var hasCertainWidth: Bool { allSatisfy { GlyphWidth.isCertain($0.scalar) } }

    /// The most columns that any terminal gives to the cells, also where it takes joined scalars apart.
    var mostColumns: Int { reduce(0) { $0 + (GlyphWidth.isCertain($1.scalar) ? Int($1.width) : 2) } }

    /// The cells without the spaces at their end.
    func trimmed() -> [Cell] {
        guard last?.scalar == " " else { return self }
        return Array(prefix(upTo: lastIndex { $0.scalar != " " }.map { $0 + 1 } ?? 0))
    }
}
