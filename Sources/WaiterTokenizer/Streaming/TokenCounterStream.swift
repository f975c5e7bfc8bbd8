/// Counts the tokens in text that is received in chunks, as if the text were a single string. The text may be split at
/// any byte.
///
/// Only text whose tokens are not final is buffered. The size of the buffer stays below 1 MB, even for text with no
/// piece boundary, such as one endlessly repeated letter, digit, space or line break.
///
///     var counter = TokenCounterStream(.o200kBase)
///     while let chunk = try file.read() { try counter.append(chunk) }
///     let count = try counter.finish()
public struct TokenCounterStream: Sendable {
    private let encoding: TokenEncoding
    /// The maximum number of bytes to buffer without a safe boundary. If more bytes are buffered, pieces are counted
    /// individually and incrementally.
    private let limit: Int
    /// The piece whose beginning has already been counted and whose continuation is in `pending`, or `nil` if there is
    /// no such piece.
    private var unbroken: UnbrokenPiece?
    private var pending: [UInt8] = []
    /// The number of bytes that have been counted and discarded.
    private var forgotten = 0
    /// The number of pending bytes that have been searched for a boundary without success.
    private var checked = 0
    /// The number of tokens that are already final.
    public private(set) var tokens = 0

    /// Creates a counter.
    public init(_ encoding: TokenEncoding) {
        self.init(encoding, limit: 1 << 16)
    }

    init(_ encoding: TokenEncoding, limit: Int) {
        self.encoding = encoding
        self.limit = limit
    }

    /// The number of buffered bytes.
    var keptByteCount: Int { pending.count + (unbroken?.keptByteCount ?? 0) }

    /// Appends bytes.
    ///
    /// - Throws: `TokenizerError` with code `invalidUTF8`. The offset in the error is relative to the start of the
    ///   entire text.
    public mutating func append(_ bytes: UnsafeRawBufferPointer) throws(TokenizerError) {
        // Large chunks are split so that no more than 256 KiB is buffered twice.
        var rest = bytes
        while !rest.isEmpty {
            pending.append(contentsOf: rest.prefix(1 << 18))
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(1 << 18))
            if pending.count >= 2 * checked + (1 << 12) { try consume() }
        }
    }

    /// Appends bytes.
    ///
    /// - Throws: `TokenizerError` with code `invalidUTF8`. The offset in the error is relative to the start of the
    ///   entire text.
    public mutating func append(_ bytes: [UInt8]) throws(TokenizerError) {
        try bytes.withUnsafeBytes { buffer in Result { () throws(TokenizerError) in try append(buffer) } }.get()
    }

    /// Appends text.
    public mutating func append(_ text: String) throws(TokenizerError) {
        try append(Array(text.utf8))
    }

    /// Returns the number of tokens in the entire text and resets the counter.
    ///
    /// - Throws: `TokenizerError` with code `invalidUTF8` if the text ends inside a character.
    public mutating func finish() throws(TokenizerError) -> Int {
        try check(pending.count)
        continueUnbroken(pending.count, isLast: true)
        let total = tokens + pending.withUnsafeBytes { encoding.core.count($0) }
        self = TokenCounterStream(encoding, limit: limit)
        return total
    }

    private mutating func consume() throws(TokenizerError) {
        let unfinished = pending.withUnsafeBytes(UTF8Check.unfinished)
        try check(pending.count - unfinished)
        var isDone = false
        while !isDone {
            continueUnbroken(pending.count - unfinished, isLast: false)
            isDone = unbroken != nil || !countPieces(pending.count - unfinished)
        }
        checked = pending.count
    }

    /// Counts the tokens up to the last safe boundary. If there is no safe boundary, counts the tokens up to the first
    /// piece whose end is not certain.
    ///
    /// - Returns: Whether the piece with the uncertain end is long enough to require incremental counting.
    private mutating func countPieces(_ whole: Int) -> Bool {
        let cut = pending.withUnsafeBytes {
            SafeCut.last(in: UnsafeRawBufferPointer(rebasing: $0[..<whole]), after: checked)
        }
        count(upTo: cut)
        guard pending.count > limit else { return false }
        let left = whole - cut
        let pieces = pending.withUnsafeBytes {
            encoding.core.pattern.certainPieces(in: UnsafeRawBufferPointer(rebasing: $0[..<left]))
        }
        tokens += pending.withUnsafeBytes { Self.count(pieces, in: $0, encoding.core) }
        forget(pieces.end)
        guard pending.count > limit else { return false }
        let lead = pieces.from - pieces.end
        unbroken = UnbrokenPiece(encoding.core.pattern, pieces.run, lead: lead, limit: limit)
        return true
    }

    private static func count(_ pieces: CertainPieces, in bytes: UnsafeRawBufferPointer, _ core: EncodingCore) -> Int {
        var tokens = core.count(UnsafeRawBufferPointer(rebasing: bytes[..<pieces.settled]))
        var start = pieces.settled
        for end in pieces.blanks {
            let piece = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
            tokens += core.withMerge { $0.count(piece, isWhole: true) }
            start = end
        }
        return tokens
    }

    private mutating func continueUnbroken(_ whole: Int, isLast: Bool) {
        guard var piece = unbroken.take() else { return }
        let (taken, count) = pending.withUnsafeBytes {
            piece.take(UnsafeRawBufferPointer(rebasing: $0[..<whole]), isLast: isLast, encoding.core)
        }
        forget(taken)
        tokens += count ?? 0
        if count == nil { unbroken = piece }
    }

    private mutating func count(upTo end: Int) {
        tokens += pending.withUnsafeBytes { encoding.core.count(UnsafeRawBufferPointer(rebasing: $0[..<end])) }
        forget(end)
    }

    private mutating func forget(_ count: Int) {
        forgotten += count
        pending.removeFirst(count)
        checked = 0
    }

    private func check(_ count: Int) throws(TokenizerError) {
        let wrong = pending.withUnsafeBytes { UTF8Check.firstInvalid(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        if let wrong { throw .invalidUTF8(offset: forgotten + wrong) }
    }
}
