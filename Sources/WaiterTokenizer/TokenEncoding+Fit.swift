extension TokenEncoding {
    /// Truncates text to at most `limit` tokens. The text is cut at token boundaries. If a token boundary is inside a
    /// character, the character is removed.
    ///
    /// The marker replaces the removed part and counts toward the limit. If the marker alone exceeds the limit, the
    /// result is empty. The tokens in the result are counted again, because a substring can be encoded differently on
    /// its own.
    public func fit(
        _ text: String,
        to limit: Int,
        keeping part: FittedText.Part = .head,
        marker: String = ""
    ) -> FittedText {
        var text = text
        text.makeContiguousUTF8()
        let tokens = encode(text)
        if tokens.count <= max(0, limit) {
            return FittedText(head: text[...], tail: "", marker: "", tokenCount: tokens.count, isCut: false)
        }
        let ends = offsets(of: tokens)
        var budget = max(0, limit) - count(marker)
        while budget > 0 {
            let fitted = cut(text, ends, keeping: part, budget: budget, marker)
            if fitted.tokenCount <= limit { return fitted }
            budget -= max(1, fitted.tokenCount - limit)
        }
        let alone = budget == 0 && count(marker) <= max(0, limit) ? marker : ""
        return FittedText(head: "", tail: "", marker: alone, tokenCount: count(alone), isCut: true)
    }

    /// Returns the byte offset at which each token ends.
    private func offsets(of tokens: [UInt32]) -> [Int] {
        var end = 0
        return tokens.map {
            end += core.tables.length(of: $0)
            return end
        }
    }

    private func cut(
        _ text: String,
        _ ends: [Int],
        keeping part: FittedText.Part,
        budget: Int,
        _ marker: String
    ) -> FittedText {
        let first = part == .head ? budget : part == .tail ? 0 : (budget + 1) / 2
        let last = budget - first
        let headEnd = characterStart(text, at: first == 0 ? 0 : ends[first - 1], goingUp: false)
        let tailStart = characterStart(text, at: ends[ends.count - last - 1], goingUp: true)
        let head = text[..<headEnd]
        let tail = text[max(headEnd, tailStart)...]
        let whole = head + marker + tail
        return FittedText(head: head, tail: tail, marker: marker, tokenCount: count(whole), isCut: true)
    }

    /// Returns the nearest character boundary at or after a byte offset. If `goingUp` is `false`, returns the nearest
    /// boundary at or before the offset.
    private func characterStart(_ text: String, at offset: Int, goingUp: Bool) -> String.Index {
        let place = text.utf8.index(text.startIndex, offsetBy: offset)
        if place == text.endIndex { return place }
        // String indices inside a character are rounded down to its start.
        let next = text.index(after: place)
        let start = text.index(before: next)
        return start == place || !goingUp ? start : next
    }
}
