/// The tokens of a piece, and those it has if it ends earlier and the rest is a piece of its own.
struct PieceTally: Sendable {
    private let limit: Int
    private var whole: PieceCounter
    /// Where the piece may end: a place in the bytes that `whole` keeps.
    private var cut: Int?
    /// The tokens up to the cut, and what follows it, once `whole` no longer keeps that place.
    private var parts: (tokens: Int, rest: PieceCounter)?

    /// How many bytes are kept.
    var keptByteCount: Int { whole.pending.count + (parts?.rest.pending.count ?? 0) }

    init(limit: Int) {
        self.limit = limit
        whole = PieceCounter(limit: limit)
    }

    /// Appends bytes.
    ///
    /// - Parameter certain: Up to where they belong to the piece together with all that came before; nil when the last cut
    ///   is still the one that counts.
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

    /// All that came is one piece.
    mutating func join() {
        cut = nil
        parts = nil
    }

    /// The tokens when nothing more comes.
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
