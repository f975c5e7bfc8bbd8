/// A tracker that determines whether a line is inside a display formula that an earlier line of the paragraph opened
/// with `\[` or `$$`.
///
/// A line inside a formula is never a list item, heading or rule, regardless of its first characters.
struct DisplayedFormula {
    private enum State: Equatable {
        /// The start of a line. Only whitespace and possibly the first scalar of a delimiter have been read.
        case lineStart(Unicode.Scalar?)
        case text
        case formula(FormulaDelimiter, last: Unicode.Scalar?)
    }

    private var state = State.lineStart(nil)

    /// Whether a formula is still open.
    var isOpen: Bool {
        if case .formula = state { true } else { false }
    }

    mutating func beginLine() {
        if case .formula(let delimiter, _) = state {
            state = .formula(delimiter, last: nil)
        } else {
            state = .lineStart(nil)
        }
    }

    mutating func append(_ scalar: Unicode.Scalar) {
        switch state {
        case .text: break
        case .lineStart(nil):
            if scalar == " " || scalar == "\t" { break }
            state = scalar == "\\" || scalar == "$" ? .lineStart(scalar) : .text
        case .lineStart(let first):
            switch (first, scalar) {
            case ("\\", "["): state = .formula(.brackets, last: nil)
            case ("$", "$"): state = .formula(.dollars, last: nil)
            default: state = .text
            }
        case .formula(let delimiter, let last):
            let isClosed = last == "\\" ? scalar == delimiter.escapedClosing : last == "$" && scalar == "$"
            // A scalar after a backslash cannot start a delimiter.
            let kept = last == "\\" ? nil : scalar == "\\" || scalar == "$" && delimiter == .dollars ? scalar : nil
            state = isClosed ? .text : .formula(delimiter, last: kept)
        }
    }
}
