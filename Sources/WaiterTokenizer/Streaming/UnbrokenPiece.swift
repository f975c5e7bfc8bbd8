/// A piece that has become too long to be kept, and what it will count as when it ends.
///
/// Where it ends is sometimes decided late: in o200k, upper case after a letter without case belongs to the same word only
/// if lower case follows, and white space up to the last line end of its run is one piece. What came after the last place
/// where the piece may end is therefore counted twice: as a part of the piece and as the next one.
struct UnbrokenPiece: Sendable {
    private let pattern: SplitPattern
    private let run: PieceRun
    /// How many bytes come before the run and are still to be taken.
    private var lead: Int
    /// Of words, whether only such letters came as can stand before lower case; of signs, whether no line end came.
    private var isInFirstPart = true
    private var tally: PieceTally

    /// How many bytes are kept.
    var keptByteCount: Int { tally.keptByteCount }

    init(_ pattern: SplitPattern, _ run: PieceRun, lead: Int, limit: Int) {
        self.pattern = pattern
        self.run = run
        self.lead = lead
        tally = PieceTally(limit: limit)
    }

    /// Takes the characters that belong to the piece.
    ///
    /// - Parameters:
    ///   - bytes: Valid UTF-8 that goes on where the last call left off.
    ///   - isLast: Whether the text ends with them.
    /// - Returns: How many bytes were taken, and the tokens if the piece ends with these.
    mutating func take(_ bytes: UnsafeRawBufferPointer, isLast: Bool, _ core: EncodingCore) -> (
        taken: Int, tokens: Int?
    ) {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return (0, isLast ? tally.end(core) : nil) }
        // Of the scanner only what all rules share is used, and contractions, for words of o200k.
        let scanner = PieceScanner<O200kRule>(base.assumingMemoryBound(to: UInt8.self), count: bytes.count)
        defer { lead = 0 }
        return switch run {
        case .space: takeSpace(scanner, bytes, isLast: isLast, core)
        case .word: takeWord(scanner, bytes, isLast: isLast, core)
        default: takeRun(scanner, bytes, isLast: isLast, core)
        }
    }

    private mutating func takeRun(
        _ scanner: PieceScanner<O200kRule>,
        _ bytes: UnsafeRawBufferPointer,
        isLast: Bool,
        _ core: EncodingCore
    ) -> (taken: Int, tokens: Int?) {
        var at = lead
        var hasEnded = false
        while at < bytes.count, !hasEnded {
            let (kind, length) = scanner.character(at)
            if belongs(kind, bytes[at]) { at += length } else { hasEnded = true }
        }
        tally.append(bytes[..<at], core)
        return (at, hasEnded || isLast ? tally.end(core) : nil)
    }

    private mutating func belongs(_ kind: CharacterClass, _ byte: UInt8) -> Bool {
        switch run {
        case .letters: return kind.isLetter
        case .numbers: return kind == .number
        default:
            if isInFirstPart, kind.isOther { return true }
            isInFirstPart = false
            return pattern != .r50k && (kind == .newline || (pattern == .o200k && byte == Ascii.slash))
        }
    }

    private mutating func takeWord(
        _ scanner: PieceScanner<O200kRule>,
        _ bytes: UnsafeRawBufferPointer,
        isLast: Bool,
        _ core: EncodingCore
    ) -> (taken: Int, tokens: Int?) {
        var at = lead
        var certain: Int?
        var hasEnded = false
        while at < bytes.count {
            let (kind, length) = scanner.character(at)
            guard kind.isLetterOrMark, kind != .upper || isInFirstPart else {
                hasEnded = true
                break
            }
            at += length
            if kind != .upper { certain = at }
            if kind == .lower { isInFirstPart = false }
        }
        tally.append(bytes[..<at], certain: certain, core)
        guard hasEnded else { return (at, isLast ? tally.end(core) : nil) }
        guard bytes[at] == Ascii.apostrophe else { return (at, tally.end(core)) }
        // A contraction has up to three bytes; they are looked at when all are there.
        if at + 3 > bytes.count, !isLast { return (at, nil) }
        let end = at + scanner.contraction(at: at)
        tally.append(bytes[at..<end], core)
        return (end, tally.end(core))
    }

    /// The last character of a run belongs to what follows, unless it is a line end, so it is left for the next call.
    private mutating func takeSpace(
        _ scanner: PieceScanner<O200kRule>,
        _ bytes: UnsafeRawBufferPointer,
        isLast: Bool,
        _ core: EncodingCore
    ) -> (taken: Int, tokens: Int?) {
        var at = 0
        var last = 0
        var certain: Int?
        var isAfterNewline = false
        var hasEnded = false
        while at < bytes.count {
            if isAfterNewline { certain = at }
            let (kind, length) = scanner.character(at)
            guard kind.isSpace else {
                hasEnded = true
                break
            }
            last = at
            at += length
            isAfterNewline = kind == .newline && pattern != .r50k
        }
        guard hasEnded || isLast else {
            tally.append(bytes[..<last], certain: certain, core)
            return (last, nil)
        }
        if !hasEnded {
            if isAfterNewline { certain = at }
            // At the end of a text only o200k parts white space after its last line end.
            if pattern != .o200k { tally.join() }
            tally.append(bytes[..<at], certain: pattern == .o200k ? certain : nil, core)
            return (at, tally.end(core))
        }
        let end = isAfterNewline ? at : last
        tally.append(bytes[..<end], certain: certain, core)
        return (end, tally.end(core))
    }
}
