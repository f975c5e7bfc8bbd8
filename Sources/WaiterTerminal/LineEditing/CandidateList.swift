/// The layout of completion candidates in columns below the edited line.
enum CandidateList {
    /// Returns at most `limit` rows of candidates. If some candidates are omitted, the last row shows the number of
    /// omitted candidates.
    static func rows(_ candidates: [String], width: Int, limit: Int) -> [[EditorGlyph]] {
        guard limit > 0, !candidates.isEmpty else { return [] }
        let names = candidates.map { glyphs($0, width: width) }
        let longest = names.map(\.columns).max() ?? 0
        let columns = max(1, (width + 2) / (longest + 2))
        let height = (names.count + columns - 1) / columns
        guard height > limit else { return rows(names, height: height, cell: longest + 2) }
        let shown = Array(names.prefix((limit - 1) * columns))
        let list = rows(shown, height: limit - 1, cell: longest + 2)
        return list + [glyphs("(\(names.count - shown.count) more)", width: width)]
    }

    /// Fills the columns from top to bottom, as `ls` does.
    private static func rows(_ names: [[EditorGlyph]], height: Int, cell: Int) -> [[EditorGlyph]] {
        (0..<height).map { row in
            var glyphs: [EditorGlyph] = []
            for (column, index) in stride(from: row, to: names.count, by: height).enumerated() {
                let gap = column * cell - glyphs.columns
                glyphs += (0..<gap).map { _ in EditorGlyph(" ") } + names[index]
            }
            return glyphs
        }
    }

    private static func glyphs(_ text: String, width: Int) -> [EditorGlyph] {
        var glyphs: [EditorGlyph] = []
        var columns = 0
        for character in TerminalText.line(text) {
            let glyph = EditorGlyph(character == "\t" ? " " : character)
            guard columns + glyph.columns <= width else { break }
            glyphs.append(glyph)
            columns += glyph.columns
        }
        return glyphs
    }
}
