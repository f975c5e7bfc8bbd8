extension InlineParser {
    /// A formula's position in the source. `end` is `nil` while the formula is open.
    struct Formula {
        let delimiter: FormulaDelimiter
        let start: Int
        var end: Int?
    }

    /// Parses the rest of a formula that began before the given text.
    mutating func continueFormula(_ delimiter: FormulaDelimiter) {
        let end = formulaEnd(delimiter, from: 0)
        formulas.append(Formula(delimiter: delimiter, start: -1, end: end))
        showFormula(from: 0, to: end ?? text.count)
    }

    /// Parses `\(...\)` or `\[...\]`. Without a closing delimiter, the formula extends to the end of the block, so
    /// that the text of a truncated formula is not lost.
    mutating func parseFormula(_ delimiter: FormulaDelimiter) {
        let start = index
        let end = formulaEnd(delimiter, from: start + 2)
        formulas.append(Formula(delimiter: delimiter, start: start, end: end))
        showFormula(from: start, to: end ?? text.count)
    }

    /// Parses `$$...$$`. Dollar signs without a closing delimiter within reach are treated as text.
    mutating func parseDollars() {
        let (start, length) = (index, runLength(at: index))
        let previous = start > 0 ? text[start - 1] : before
        if start + length == text.count, length < 3 { hold(start) }
        guard length == 2, previous != "$" else {
            for _ in 0..<length { emit() }
            return
        }
        let end = formulaEnd(.dollars, from: start + 2)
        if end == nil, text.count - start < reach {
            hold(start)
            if isComplete || start + length == text.count {
                for _ in 0..<length { emit() }
                return
            }
        }
        formulas.append(Formula(delimiter: .dollars, start: start, end: end))
        showFormula(from: start, to: end ?? text.count)
    }

    /// Returns the delimiter of the formula that contains a source position.
    func formula(at source: Int) -> FormulaDelimiter? {
        formulas.first { $0.start < source && source < $0.end ?? .max }?.delimiter
    }

    /// Returns the index after the closing delimiter. If the text ends with a possible first half of the delimiter,
    /// that half stays pending.
    private mutating func formulaEnd(_ delimiter: FormulaDelimiter, from start: Int) -> Int? {
        var index = start
        while index < text.count {
            let scalar = text[index]
            guard scalar == "\\" || scalar == "$" && delimiter == .dollars else {
                index += 1
                continue
            }
            guard index + 1 < text.count else {
                hold(index)
                return nil
            }
            let next = text[index + 1]
            if scalar == "$" ? next == "$" : next == delimiter.escapedClosing { return index + 2 }
            // `\\` and `\$` are single symbols of the formula.
            index += scalar == "\\" ? 2 : 1
        }
        return nil
    }

    private mutating func showFormula(from start: Int, to end: Int) {
        for source in start..<end { show(text[source], at: source) }
        index = end
    }
}
