/// Finds where pieces end, a character at a time: what the published patterns say, without their backtracking.
///
/// Where a piece ends depends on nothing before its beginning, so any end is a good place to begin anew. Nothing is read
/// beyond the text, which must be valid UTF-8.
struct PieceScanner<Rule: SplitRule> {
    let text: Bytes
    let count: Int
    let classes = CharacterClasses.shared

    @inline(__always)
    init(_ text: Bytes, count: Int) {
        self.text = text
        self.count = count
    }

    /// The end of the piece that begins at `start`, which must be less than `count`.
    @inline(never)
    func end(of start: Int) -> Int {
        switch Rule.pattern {
        case .o200k: endO200k(start)
        case .cl100k: endCL100k(start)
        case .r50k: endR50k(start)
        }
    }

    private func endO200k(_ start: Int) -> Int {
        let (first, length) = character(start)
        if first.isLetterOrMark { return endOfWord(start) }
        if first == .number { return endOfDigits(start) }
        if first != .newline, start + length < count, character(start + length).class.isLetterOrMark {
            return endOfWord(start + length)
        }
        if first == .other { return endOfSigns(start) }
        if text[start] == Ascii.blank, start + 1 < count, character(start + 1).class.isOther {
            return endOfSigns(start + 1)
        }
        return endOfSpace(start)
    }

    private func endCL100k(_ start: Int) -> Int {
        let (first, length) = character(start)
        if text[start] == Ascii.apostrophe {
            let contraction = contraction(at: start)
            if contraction > 0 { return start + contraction }
        }
        if first.isLetter { return endOfRun(start) { $0.isLetter } }
        if first == .number { return endOfDigits(start) }
        if first != .newline, start + length < count, character(start + length).class.isLetter {
            return endOfRun(start + length) { $0.isLetter }
        }
        if first.isOther { return endOfSigns(start) }
        if text[start] == Ascii.blank, start + 1 < count, character(start + 1).class.isOther {
            return endOfSigns(start + 1)
        }
        return endOfSpace(start)
    }

    private func endR50k(_ start: Int) -> Int {
        if text[start] == Ascii.apostrophe {
            let contraction = contraction(at: start)
            if contraction > 0 { return start + contraction }
        }
        var first = character(start).class
        var begin = start
        if text[start] == Ascii.blank, start + 1 < count {
            let next = character(start + 1).class
            if !next.isSpace {
                first = next
                begin = start + 1
            }
        }
        if first.isLetter { return endOfRun(begin) { $0.isLetter } }
        if first == .number { return endOfRun(begin) { $0 == .number } }
        if first.isOther { return endOfSigns(begin) }
        return endOfSpace(start)
    }

    // MARK: Runs

    /// Upper case, then lower case; what has no case counts as both. When no lower case comes, the word ends after the
    /// last character that counts as such, if there is one.
    private func endOfWord(_ start: Int) -> Int {
        var at = start
        var end = 0
        var isUpper = true
        while at < count {
            let (kind, length) = character(at)
            if kind == .upper {
                guard isUpper else { break }
                at += length
            } else if kind.isLetterOrMark {
                at += length
                end = at
                if kind == .lower { isUpper = false }
            } else {
                break
            }
        }
        if end == 0 { end = at }
        if end < count, text[end] == Ascii.apostrophe { end += contraction(at: end) }
        return end
    }

    @inline(__always)
    private func endOfRun(_ start: Int, _ belongs: (CharacterClass) -> Bool) -> Int {
        var at = start
        while at < count {
            let (kind, length) = character(at)
            guard belongs(kind) else { break }
            at += length
        }
        return at
    }

    private func endOfDigits(_ start: Int) -> Int {
        var at = start
        for _ in 0..<3 where at < count {
            let (kind, length) = character(at)
            guard kind == .number else { break }
            at += length
        }
        return at
    }

    private func endOfSigns(_ start: Int) -> Int {
        var at = endOfRun(start) { $0.isOther }
        guard Rule.pattern != .r50k else { return at }
        while at < count {
            let byte = text[at]
            guard byte == 0x0A || byte == 0x0D || (Rule.pattern == .o200k && byte == Ascii.slash) else { break }
            at += 1
        }
        return at
    }

    /// Up to the last line end of the run; without one, all but the last character, which may belong to what follows.
    private func endOfSpace(_ start: Int) -> Int {
        var at = start
        var last = start
        var afterNewline = 0
        while at < count {
            let (kind, length) = character(at)
            guard kind.isSpace else { break }
            last = at
            at += length
            if kind == .newline { afterNewline = at }
        }
        if Rule.pattern != .o200k, at == count { return at }
        if Rule.pattern != .r50k, afterNewline > 0 { return afterNewline }
        return at == count || last == start ? at : last
    }
}
