extension InlineParser {
    mutating func openBracket(isImage: Bool) {
        brackets.append(
            Bracket(source: index, cell: cells.count, isImage: isImage, delimiters: delimiters.count)
        )
        if isImage { emit() }
        emit()
    }

    mutating func closeBracket() {
        guard let bracket = brackets.last, index - bracket.source < reach else {
            brackets.removeAll()
            return emit()
        }
        guard bracket.isActive else {
            brackets.removeLast()
            return emit()
        }
        guard index + 1 < text.count else {
            // The bracket stays open and is therefore pending, because the following text can complete a link.
            if isComplete { brackets.removeLast() }
            return emit()
        }
        guard text[index + 1] == "(" else {
            brackets.removeLast()
            return emit()
        }
        switch destination(from: index + 2, limit: bracket.source + reach) {
        case .found(let url, let end):
            brackets.removeLast()
            showLink(bracket, url)
            index = end
            spans.append((bracket.source, end))
            guard !bracket.isImage else { return }
            // Links cannot contain other links.
            for outer in brackets.indices where !brackets[outer].isImage { brackets[outer].isActive = false }
        case .cut where !isComplete:
            showLink(bracket, nil)
            hold(bracket.source)
            index = text.count
        default:
            brackets.removeLast()
            emit()
        }
    }

    private mutating func showLink(_ bracket: Bracket, _ url: ArraySlice<Unicode.Scalar>?) {
        _ = matchDelimiters(from: bracket.delimiters)
        let start = bracket.cell + (bracket.isImage ? 2 : 1)
        for cell in bracket.cell..<start { cells[cell].isHidden = true }
        for cell in start..<cells.count {
            cells[cell].style.attributes.insert(.underline)
            if cells[cell].style.role != .code { cells[cell].style.role = .link }
        }
        guard let url, !url.isEmpty, url.first != "#" else { return }
        let shown = cells[start...].lazy.filter { !$0.isHidden }.map(\.scalar)
        guard !shown.elementsEqual(url) else { return }
        guard !shown.isEmpty else {
            let style = style(adding: .underline, role: .link)
            for scalar in url { show(scalar, at: index, style) }
            return
        }
        let style = style(adding: .faint)
        show(" ", at: index, style)
        show("(", at: index, style)
        for scalar in url { show(scalar, at: index, style) }
        show(")", at: index, style)
    }

    private enum Destination {
        case found(ArraySlice<Unicode.Scalar>, end: Int)
        case invalid
        /// The text ends inside the destination.
        case cut
    }

    /// Parses the part after `](`: a destination, an optional title and the closing parenthesis.
    private func destination(from start: Int, limit: Int) -> Destination {
        var index = skipSpace(start)
        guard index < text.count else { return limit > text.count ? .cut : .invalid }
        let isPointed = text[index] == "<"
        if isPointed { index += 1 }
        let url = index
        var depth = 0
        while index < text.count, index < limit {
            let scalar = text[index]
            if isPointed {
                if scalar == ">" { break }
                if scalar == "\n" || scalar == "<" { return .invalid }
            } else if scalar == " " || scalar == "\n" || (scalar == ")" && depth == 0) {
                break
            } else if scalar == "(" || scalar == ")" {
                depth += scalar == "(" ? 1 : -1
            }
            index += scalar == "\\" && index + 1 < text.count ? 2 : 1
        }
        guard index < limit else { return .invalid }
        guard index < text.count else { return .cut }
        let end = index
        index = skipSpace(isPointed ? end + 1 : end)
        if index > end, index < text.count, "\"'(".unicodeScalars.contains(text[index]) {
            let close: Unicode.Scalar = text[index] == "(" ? ")" : text[index]
            index += 1
            while index < text.count, index < limit, text[index] != close {
                index += text[index] == "\\" && index + 1 < text.count ? 2 : 1
            }
            index = skipSpace(index + 1)
        }
        guard index < limit else { return .invalid }
        guard index < text.count else { return .cut }
        return text[index] == ")" ? .found(text[url..<end], end: index + 1) : .invalid
    }

    private func skipSpace(_ start: Int) -> Int {
        var index = start
        while index < text.count, text[index] == " " || text[index] == "\n" { index += 1 }
        return index
    }
}
