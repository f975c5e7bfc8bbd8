/// A formatter that wraps text at word boundaries to fit a given number of terminal columns. The text can be wrapped in
/// a single call or added in chunks.
///
/// Continuation rows are indented to the start of the line's text. If the line is laid out in columns separated by two
/// or more spaces, continuation rows are indented to the start of the second one. A word that is longer than a row is
/// left for the terminal to wrap, so that it can be copied as a unit.
package struct WordWrap: Sendable {
    private let columns: Int
    /// The current column.
    private var column = 0
    /// The indentation of continuation rows.
    private var indentation = 0
    private var hasText = false
    /// The whitespace before the current word.
    private var space = ""
    private var word = String.UnicodeScalarView()
    private var wordColumns = 0

    package init(columns: Int) {
        self.columns = max(columns, 1)
    }

    /// Wraps text in a single call.
    package static func wrapped(_ text: String, columns: Int) -> String {
        var wrap = WordWrap(columns: columns)
        return wrap.write(text) + wrap.finish()
    }

    /// Adds a chunk of text, which may end anywhere.
    ///
    /// - Returns: The output that can no longer change. The last word is held back until it ends.
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

    /// Returns the rest of the output and resets the state.
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
            // A deeper indentation would leave less than half of the row for text.
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
