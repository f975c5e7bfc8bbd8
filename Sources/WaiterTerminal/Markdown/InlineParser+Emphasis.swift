extension InlineParser {
    /// Parses a run of `*`, `_` or `~`. Its meaning is determined later by `matchDelimiters(from:)`.
    mutating func parseDelimiter() {
        let (start, length, scalar) = (index, runLength(at: index), text[index])
        let end = start + length
        if end == text.count { hold(start) }
        let previous = start > 0 ? text[start - 1] : before
        let next = end < text.count ? text[end] : nil
        let (left, right) = Self.flanks(previous, next)
        var delimiter = Delimiter(
            scalar: scalar,
            source: start,
            length: length,
            cell: cells.count,
            count: length,
            canOpen: left,
            canClose: right
        )
        if scalar == "_" {
            // An underscore inside a word, as in snake_case, is not a delimiter.
            delimiter = Delimiter(
                scalar: scalar,
                source: start,
                length: length,
                cell: cells.count,
                count: length,
                canOpen: left && (!right || previous.map(Self.isPunctuation) ?? true),
                canClose: right && (!left || next.map(Self.isPunctuation) ?? true)
            )
        }
        for _ in 0..<length { emit() }
        // A single tilde usually means "about", so it is not a delimiter.
        guard scalar != "~" || length == 2, isRun(scalar, length, after: previous) else { return }
        if delimiter.canOpen || delimiter.canClose { delimiters.append(delimiter) }
    }

    /// Returns whether a run can be a delimiter. A run of `reach` or more scalars cannot be a delimiter, because
    /// part of the run might already be settled.
    func isRun(_ scalar: Unicode.Scalar, _ length: Int, after previous: Unicode.Scalar?) -> Bool {
        length < reach && previous != scalar
    }

    /// Returns whether a run between two scalars is left-flanking and whether it is right-flanking, as defined by
    /// CommonMark.
    ///
    /// Unlike in CommonMark, an ideograph next to the run counts as punctuation, because ideographic text has no
    /// spaces.
    private static func flanks(_ previous: Unicode.Scalar?, _ next: Unicode.Scalar?) -> (left: Bool, right: Bool) {
        let (spaceBefore, spaceAfter) = (isSpace(previous), isSpace(next))
        let (markBefore, markAfter) = (previous.map(isPunctuation) ?? false, next.map(isPunctuation) ?? false)
        let left = !spaceAfter && (!markAfter || spaceBefore || markBefore || isIdeographic(previous))
        let right = !spaceBefore && (!markBefore || spaceAfter || markAfter || isIdeographic(next))
        return (left, right)
    }

    private static func isSpace(_ scalar: Unicode.Scalar?) -> Bool {
        scalar.map { $0 == " " || $0.properties.isWhitespace } ?? true
    }

    private static func isIdeographic(_ scalar: Unicode.Scalar?) -> Bool {
        scalar.map(GlyphWidth.isIdeographic) ?? false
    }

    /// Matches and removes the delimiters from the given index onward.
    ///
    /// - Returns: The delimiters that are still open.
    mutating func matchDelimiters(from bottom: Int) -> [Delimiter] {
        var open: [Delimiter] = []
        guard bottom < delimiters.count else { return open }
        // The indices below which no opener matches a closer of the same kind. These indices prevent repeated searches.
        var floors = Floors()
        for var closer in delimiters[bottom...] {
            while closer.canClose, closer.count > 0 {
                guard let opener = openerIndex(of: closer, in: open, above: floors[closer]) else {
                    floors[closer] = open.count
                    break
                }
                open.removeSubrange((opener + 1)...)
                let used = min(open[opener].count, closer.count, 2)
                apply(used, from: &open[opener], to: &closer)
                if open[opener].count == 0 { open.removeLast() }
                floors.lower(to: open.count)
            }
            if closer.canOpen, closer.count > 0 { open.append(closer) }
        }
        delimiters.removeSubrange(bottom...)
        return open
    }

    private func openerIndex(of closer: Delimiter, in open: [Delimiter], above floor: Int) -> Int? {
        var index = open.count - 1
        while index >= floor, closer.source - open[index].source < reach {
            let opener = open[index]
            let isOddPair =
                (opener.canClose || closer.canOpen) && (opener.length + closer.length) % 3 == 0
                && (opener.length % 3 != 0 || closer.length % 3 != 0)
            if opener.scalar == closer.scalar, !isOddPair { return index }
            index -= 1
        }
        return nil
    }

    private mutating func apply(_ used: Int, from opener: inout Delimiter, to closer: inout Delimiter) {
        let attribute = Self.attribute(opener.scalar, used)
        opener.count -= used
        let start = opener.cell + opener.count
        for cell in start..<(start + used) { cells[cell].isHidden = true }
        emphasis.append(((start + used)..<closer.cell, attribute))
        for cell in closer.cell..<(closer.cell + used) { cells[cell].isHidden = true }
        closer.cell += used
        closer.count -= used
        spans.append((opener.source, closer.source + closer.length))
    }

    private static func attribute(_ scalar: Unicode.Scalar, _ count: Int) -> TextStyle.Attributes {
        scalar == "~" ? .strikethrough : count == 2 ? .bold : .italic
    }

    /// Styles open delimiters as if they were closed at the end of the text, because most of them will be closed.
    mutating func previewOpen(_ open: [Delimiter]) {
        for opener in open { pending = min(pending, opener.source) }
        hideTrailingRun()
        // More than four open delimiters are unlikely to be emphasis.
        guard open.count <= 4 else { return }
        for opener in open {
            let end = opener.cell + opener.count
            for cell in opener.cell..<end { cells[cell].isHidden = true }
            if opener.count != 2 { emphasis.append((end..<cells.count, Self.attribute(opener.scalar, 1))) }
            if opener.count >= 2 { emphasis.append((end..<cells.count, Self.attribute(opener.scalar, 2))) }
        }
    }

    /// Applies the attributes of the matched emphasis to the cells.
    mutating func applyStyles() {
        for attribute in [TextStyle.Attributes.bold, .italic, .strikethrough] {
            let ranges = emphasis.filter { $0.attribute == attribute }.map(\.cells)
            guard !ranges.isEmpty else { continue }
            var changes = [Int](repeating: 0, count: cells.count + 1)
            for range in ranges {
                changes[range.lowerBound] += 1
                changes[range.upperBound] -= 1
            }
            var depth = 0
            for cell in cells.indices {
                depth += changes[cell]
                if depth > 0 { cells[cell].style.attributes.insert(attribute) }
            }
        }
    }

    /// Hides delimiters at the end of the text until the next scalar determines their meaning.
    private mutating func hideTrailingRun() {
        let start = trailingRun
        guard start < text.count, pending <= start else { return }
        for cell in cells.indices.reversed() {
            guard cells[cell].source >= start else { break }
            cells[cell].isHidden = true
        }
    }

    /// The start of the delimiter run at the end of the text.
    var trailingRun: Int {
        guard let last = text.last, last == "*" || last == "_" || last == "~" else { return text.count }
        return (text.lastIndex { $0 != last } ?? -1) + 1
    }

    /// For each kind of closer, the index below which no opener matches.
    private struct Floors {
        private var heights = [Int](repeating: 0, count: 18)

        subscript(closer: Delimiter) -> Int {
            get { heights[Self.key(closer)] }
            set { heights[Self.key(closer)] = newValue }
        }

        mutating func lower(to height: Int) {
            for key in heights.indices { heights[key] = min(heights[key], height) }
        }

        private static func key(_ closer: Delimiter) -> Int {
            let kind = closer.scalar == "*" ? 0 : closer.scalar == "_" ? 1 : 2
            return kind * 6 + closer.length % 3 * 2 + (closer.canOpen ? 1 : 0)
        }
    }
}
