/// Counts the tokens in a single piece that is received in chunks, using a bounded amount of memory.
///
/// A token sequence is valid if all of its adjacent tokens are compatible. Any prefix of a valid sequence is the
/// encoding of the bytes that the prefix covers. A token boundary is therefore final as soon as it is contained in
/// every token sequence that later input could extend. The bytes before a final boundary can be discarded.
struct PieceCounter: Sendable {
    /// The maximum length of a token. Every sequence has a boundary within this many bytes.
    static let longestToken = 128

    /// The bytes whose tokens are not final.
    private(set) var pending: [UInt8] = []
    /// The number of tokens in the discarded bytes.
    private var tokens = 0
    /// The minimum number of bytes to buffer before discarding any.
    private let limit: Int
    /// The buffer size at which the counter next tries to discard bytes.
    private var next: Int

    init(limit: Int) {
        self.limit = limit
        next = limit
    }

    /// Returns whether the counter would try to discard bytes if the given number of bytes were appended.
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

    /// Returns the number of tokens, assuming that the piece ends after the given number of pending bytes. If `end` is
    /// `nil`, all pending bytes are counted.
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
                // The first margin is almost always sufficient.
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

    /// Returns the last token boundary that is at least `margin` bytes before the end, if the boundary is final.
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
