/// The token count of a piece, computed for the whole piece and for the piece split at the last position where it could
/// end.
struct PieceTally: Sendable {
    private let limit: Int
    private var whole: PieceCounter
    /// The last position where the piece could end, as an offset into the bytes that `whole` buffers.
    private var cut: Int?
    /// The token count before the cut and a counter for the bytes after the cut. These values are used when `whole` no
    /// longer buffers the bytes at the cut.
    private var parts: (tokens: Int, rest: PieceCounter)?

    /// The number of buffered bytes.
    var keptByteCount: Int { whole.pending.count + (parts?.rest.pending.count ?? 0) }

    init(limit: Int) {
        self.limit = limit
        whole = PieceCounter(limit: limit)
    }

    /// Appends bytes.
    ///
    /// - Parameters:
    ///   - bytes: The bytes to append.
    ///   - certain: The offset up to which all bytes are certain to belong to the piece, or `nil` to retain the last
    ///     cut.
    ///   - core: The encoding.
    mutating func append(_ bytes: Slice<UnsafeRawBufferPointer>, certain: Int? = nil, _ core: EncodingCore) {
        var rest = UnsafeRawBufferPointer(rebasing: bytes)
        if let certain {
            join()
            whole.append(UnsafeRawBufferPointer(rebasing: bytes[..<certain]), core)
            cut = whole.pending.count
            rest = UnsafeRawBufferPointer(rebasing: bytes[certain...])
        }
        guard !rest.isEmpty else { return }
        if cut != nil, whole.canForget(adding: rest.count) { part(core) }
        whole.append(rest, core)
        parts?.rest.append(rest, core)
    }

    /// Treats everything appended so far as one piece.
    mutating func join() {
        cut = nil
        parts = nil
    }

    /// Returns the number of tokens, assuming that no more bytes follow.
    mutating func end(_ core: EncodingCore) -> Int {
        if let cut, cut < whole.pending.count { part(core) }
        guard let parts else { return whole.count(core) }
        return parts.tokens + parts.rest.count(core)
    }

    private mutating func part(_ core: EncodingCore) {
        guard let cut else { return }
        var rest = PieceCounter(limit: limit)
        whole.pending.withUnsafeBytes { rest.append(UnsafeRawBufferPointer(rebasing: $0[cut...]), core) }
        parts = (whole.count(upTo: cut, core), rest)
        self.cut = nil
    }
}
