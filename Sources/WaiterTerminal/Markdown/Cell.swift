/// A scalar on a terminal row. A cell of width 0 belongs to the glyph of the preceding cell.
struct Cell: Equatable {
    var scalar: Unicode.Scalar
    var style: TextStyle
    var width: UInt8

    /// Returns cells for text whose scalars are all one column wide.
    static func cells(_ text: String, _ style: TextStyle = .plain) -> [Cell] {
        text.unicodeScalars.map { Cell(scalar: $0, style: style, width: 1) }
    }
}

extension [Cell] {
    /// The total width in columns.
    var columns: Int { reduce(0) { $0 + Int($1.width) } }

    /// Whether all terminals agree on the width of the cells.
    var hasCertainWidth: Bool { allSatisfy { GlyphWidth.isCertain($0.scalar) } }

    /// The maximum width in any terminal, including terminals that display joined scalars separately.
    var mostColumns: Int { reduce(0) { $0 + (GlyphWidth.isCertain($1.scalar) ? Int($1.width) : 2) } }

    /// Returns the cells without trailing spaces.
    func trimmed() -> [Cell] {
        guard last?.scalar == " " else { return self }
        return Array(prefix(upTo: lastIndex { $0.scalar != " " }.map { $0 + 1 } ?? 0))
    }
}
