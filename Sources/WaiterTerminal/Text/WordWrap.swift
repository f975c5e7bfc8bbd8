/// Breaks lines at words for a terminal of so many columns, also of a text that arrives in pieces.
///
/// A line that is broken goes on below where its text began; in a line with columns, below the second one. A word that
/// is longer than a row is left to the terminal, so that it can be copied as one.
package struct WordWrap: Sendable {
    private let columns: Int
    /// Where the row is.
    private var column = 0
    /// Where the rows of the line go on.
    private var indentation = 0
    private var hasText = false
    /// The space before the word.
    private var space = ""
    private var word = String.UnicodeScalarView()
    private var wordColumns = 0

    package init(columns: Int) {
        self.columns = max(columns, 1)
    }

    /// Breaks the lines of a whole text.
    package static func wrapped(_ text: String, columns: Int) -> String {
        var wrap = WordWrap(columns: columns)
        return wrap.write(text) + wrap.finish()
    }

    /// Takes a piece of the text, however cut.
    ///
    /// - Returns: What can be written of it; the last word waits for its end.
    package mutating func write(_ text: String) -> String {
        var output = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n":
                output += flush() + "\n"
                (column, indentation, hasText, space) = (0, 0, false, "")
            case " ", "\t":
                output += flush()
                space += scalar == "\t" ? String(repeating: " ", count: 8 - (column + space.count) % 8) : " "
            case _ where GlyphWidth.isIdeographic(scalar):
                if !GlyphWidth.staysWithPrevious(scalar) { output += flush() }
                append(scalar)
            default: append(scalar)
            }
        }
        return output
    }

    /// Ends the text.
    package mutating func finish() -> String {
        defer { self = WordWrap(columns: columns) }
        return flush()
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        word.append(scalar)
        wordColumns += Int(GlyphWidth.columns(of: scalar))
    }

    private mutating func flush() -> String {
        guard !word.isEmpty else { return "" }
        defer { (space, word, wordColumns, hasText) = ("", .init(), 0, true) }
        let end = column + space.count + wordColumns
        if !hasText || hasText && space.count > 1 && indentation < columns / 2 && column <= columns / 2 {
            // Beyond half of the row there would be too little room for what follows.
            let start = column + space.count
            if start <= columns / 2 { indentation = start }
        }
        guard end > columns, hasText else {
            column = end > columns ? end % columns : end
            return space + String(word)
        }
        let rowEnd = indentation + wordColumns
        column = rowEnd > columns ? rowEnd % columns : rowEnd
        return "\n" + String(repeating: " ", count: indentation) + String(word)
    }
}
