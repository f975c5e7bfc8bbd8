/// A piece that is too long to be buffered, with its token count so far.
///
/// The end of the piece is sometimes not known until more text arrives. In o200k, an uppercase letter after a caseless
/// letter belongs to the same word only if a lowercase letter follows. In a run of whitespace, everything up to the
/// last line break is one piece. The text after the last possible end is therefore counted twice, once as part of this
/// piece and once as the beginning of the next piece.
struct UnbrokenPiece: Sendable {
    private let pattern: SplitPattern
    private let run: PieceRun
    /// The number of unconsumed bytes before the run.
    private var lead: Int
    /// Whether the run is still before the first lowercase letter in a word, or before the first line break after
    /// punctuation.
    private var isInFirstPart = true
    private var tally: PieceTally

    /// The number of buffered bytes.
    var keptByteCount: Int { tally.keptByteCount }

    init(_ pattern: SplitPattern, _ run: PieceRun, lead: Int, limit: Int) {
        self.pattern = pattern
        self.run = run
        self.lead = lead
        tally = PieceTally(limit: limit)
    }

    /// Consumes the characters that belong to the piece.
    ///
    /// - Parameters:
    ///   - bytes: Valid UTF-8 that follows the bytes consumed by the previous call.
    ///   - isLast: Whether the text ends with the given bytes.
    ///   - core: The encoding.
    /// - Returns: The number of bytes consumed, and the token count if the piece ends within these bytes.
    mutating func take(_ bytes: UnsafeRawBufferPointer, isLast: Bool, _ core: EncodingCore) -> (
        taken: Int, tokens: Int?
    ) {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return (0, isLast ? tally.end(core) : nil) }
        // Apart from contractions in o200k words, this method uses only the parts of the scanner that all rules share.
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
        // A contraction is at most three bytes long. Wait until three bytes are available.
        if at + 3 > bytes.count, !isLast { return (at, nil) }
        let end = at + scanner.contraction(at: at)
        tally.append(bytes[at..<end], core)
        return (end, tally.end(core))
    }

    /// Consumes whitespace.
    ///
    /// The last character of a run belongs to the next piece unless the character is a line break. The last character
    /// is therefore left for the next call.
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
            // At the end of the text, only o200k separates whitespace after the last line break.
            if pattern != .o200k { tally.join() }
            tally.append(bytes[..<at], certain: pattern == .o200k ? certain : nil, core)
            return (at, tally.end(core))
        }
        let end = isAfterNewline ? at : last
        tally.append(bytes[..<end], certain: certain, core)
        return (end, tally.end(core))
    }
}
