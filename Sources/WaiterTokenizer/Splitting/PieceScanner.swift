/// Finds the ends of pieces one character at a time. The results are the same as those of the published patterns, but
/// the scanner never backtracks.
///
/// The end of a piece does not depend on anything before its start, so scanning can resume at any end. The text must be
/// valid UTF-8. The scanner does not read beyond the end of the text.
struct PieceScanner<Rule: SplitRule> {
    let text: Bytes
    let count: Int
    let classes = CharacterClasses.shared

    @inline(__always)
    init(_ text: Bytes, count: Int) {
        self.text = text
        self.count = count
    }

    /// Returns the end of the piece that starts at `start`, which must be less than `count`.
    @inline(never)
    func end(of start: Int) -> Int {
        let (run, from) = beginning(of: start)
        return switch run {
        case .word: endOfWord(from)
        case .letters: endOfRun(from) { $0.isLetter }
        case .numbers: endOfRun(from) { $0 == .number }
        case .digits: endOfDigits(from)
        case .signs: endOfSigns(from)
        case .space: endOfSpace(from)
        case .contraction: from
        }
    }

    /// Returns the kind of the piece that starts at `start`, and the start of its run.
    @inline(__always)
    func beginning(of start: Int) -> (run: PieceRun, from: Int) {
        switch Rule.pattern {
        case .o200k: beginningO200k(start)
        case .cl100k: beginningCL100k(start)
        case .r50k: beginningR50k(start)
        }
    }

    @inline(__always)
    private func beginningO200k(_ start: Int) -> (PieceRun, Int) {
        let (first, length) = character(start)
        if first.isLetterOrMark { return (.word, start) }
        if first == .number { return (.digits, start) }
        if first != .newline, start + length < count, character(start + length).class.isLetterOrMark {
            return (.word, start + length)
        }
        return signsOrSpace(start, first)
    }

    @inline(__always)
    private func beginningCL100k(_ start: Int) -> (PieceRun, Int) {
        let (first, length) = character(start)
        if text[start] == Ascii.apostrophe {
            let contraction = contraction(at: start)
            if contraction > 0 { return (.contraction, start + contraction) }
        }
        if first.isLetter { return (.letters, start) }
        if first == .number { return (.digits, start) }
        if first != .newline, start + length < count, character(start + length).class.isLetter {
            return (.letters, start + length)
        }
        return signsOrSpace(start, first)
    }

    @inline(__always)
    private func signsOrSpace(_ start: Int, _ first: CharacterClass) -> (PieceRun, Int) {
        if first.isOther { return (.signs, start) }
        if text[start] == Ascii.blank, start + 1 < count, character(start + 1).class.isOther {
            return (.signs, start + 1)
        }
        return (.space, start)
    }

    @inline(__always)
    private func beginningR50k(_ start: Int) -> (PieceRun, Int) {
        if text[start] == Ascii.apostrophe {
            let contraction = contraction(at: start)
            if contraction > 0 { return (.contraction, start + contraction) }
        }
        var first = character(start).class
        var from = start
        if text[start] == Ascii.blank, start + 1 < count {
            let next = character(start + 1).class
            if !next.isSpace {
                first = next
                from = start + 1
            }
        }
        if first.isLetter { return (.letters, from) }
        if first == .number { return (.numbers, from) }
        return first.isOther ? (.signs, from) : (.space, start)
    }

    // MARK: Runs

    /// Returns the end of a run of uppercase letters followed by lowercase letters. Caseless characters count as both
    /// uppercase and lowercase letters.
    ///
    /// If the run has no trailing lowercase letters, the word ends after the last caseless character, if there is one.
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

    /// Returns the end of a run of whitespace.
    ///
    /// The run ends after its last line break. If the run contains no line break, it ends before its last character,
    /// because that character may belong to the next piece.
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
