/// Counts the tokens of one piece that comes bit by bit, in bounded memory however long it is.
///
/// The beginning of a right sequence of tokens is right for the text it covers, and a sequence is right as soon as all
/// neighbours in it can adjoin each other. So a place where a token ends is certain as soon as the sequences of all
/// beginnings of the piece that its own sequence can pass through later pass through that place; what lies before it can be
/// forgotten.
struct PieceCounter: Sendable {
    /// No token is longer, so every sequence passes through one of so many neighbouring places.
    static let longestToken = 128

    /// The bytes that are not yet certain.
    private(set) var pending: [UInt8] = []
    /// How many tokens were forgotten.
    private var tokens = 0
    /// How many bytes are kept at least before some are forgotten.
    private let limit: Int
    /// At how many bytes the next attempt to forget some is made.
    private var next: Int

    init(limit: Int) {
        self.limit = limit
        next = limit
    }

    /// Whether that many bytes more could make it forget some.
    func canForget(adding count: Int) -> Bool { pending.count + count >= next }

    mutating func append(_ bytes: UnsafeRawBufferPointer, _ core: EncodingCore) {
        var rest = bytes
        while !rest.isEmpty {
            let part = rest.prefix(limit)
            pending.append(contentsOf: UnsafeRawBufferPointer(rebasing: part))
            rest = UnsafeRawBufferPointer(rebasing: rest[part.endIndex...])
            if pending.count >= next { forget(core) }
        }
    }

    /// How many tokens there are when the piece ends here, or after so many of the bytes that are not yet certain.
    func count(upTo end: Int? = nil, _ core: EncodingCore) -> Int {
        let end = end ?? pending.count
        guard end > 0 else { return tokens }
        return tokens
            + pending.withUnsafeBytes { bytes in
                core.withMerge { $0.count(UnsafeRawBufferPointer(rebasing: bytes[..<end]), isWhole: tokens == 0) }
            }
    }

    private mutating func forget(_ core: EncodingCore) {
        let found = pending.withUnsafeBytes { bytes in
            core.withMerge { merge -> (tokens: Int, end: Int)? in
                let ids = Array(merge(bytes))
                // Nearly always the first one will do.
                for margin in [256, 1024, 4096] {
                    if let found = Self.certain(bytes, ids, margin: margin, merge) { return found }
                }
                return nil
            }
        }
        if let found {
            tokens += found.tokens
            pending.removeFirst(found.end)
        }
        next = max(limit, 2 * pending.count)
    }

    /// The last place at least `margin` before the end where a token ends, if that is certain.
    private static func certain(
        _ bytes: UnsafeRawBufferPointer,
        _ ids: [UInt32],
        margin: Int,
        _ merge: EncodingCore.Merge
    ) -> (tokens: Int, end: Int)? {
        var end = bytes.count
        var kept = ids.count
        while kept > 0, end > bytes.count - margin {
            kept -= 1
            end -= merge.tables.length(of: ids[kept])
        }
        guard kept > 0 else { return nil }
        for place in bytes.count - longestToken + 1..<bytes.count {
            let rest = merge(UnsafeRawBufferPointer(rebasing: bytes[end..<place]))
            guard let first = rest.first, merge.tables.canAdjoin(ids[kept - 1], first) else { return nil }
        }
        return (kept, end)
    }
}
