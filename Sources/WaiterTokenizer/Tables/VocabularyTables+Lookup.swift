internal import WaiterPlatform

extension VocabularyTables {
    /// Returns the only token that can match a piece in this slot, or `none` if there is no such token.
    @inline(__always)
    func candidate(at place: PerfectHash<ThreeByteSlot>.Place) -> UInt32 {
        guard let id = vocabulary.value(at: place), id < limit else { return Self.none }
        return id
    }

    /// Returns whether the bytes of a candidate are equal to the given bytes.
    @inline(__always)
    func isText(_ key: PieceKey, of candidate: UInt32) -> Bool {
        let found = PieceKey(text(of: candidate), count: length(of: candidate))
        return (found.low ^ key.low) | (found.high ^ key.high) == 0
    }

    /// Prefetches the text of a candidate. The candidate's offsets should already have been prefetched.
    @inline(__always)
    func prefetchText(of candidate: UInt32) {
        prefetch(text(of: candidate == Self.none ? 0 : candidate))
    }

    /// Returns the token with the given bytes, or `none`.
    @inline(__always)
    func id(of key: PieceKey) -> UInt32 {
        guard let id = vocabulary.value(at: vocabulary.place(hash: key.hash)), id < limit else { return Self.none }
        return isText(key, of: id) ? id : Self.none
    }

    /// Returns the token with the given bytes, or `none`. Reads at least 16 bytes.
    @inline(__always)
    func id(of start: Bytes, count: Int) -> UInt32 {
        count <= PieceKey.longest ? id(of: PieceKey(start, count: count)) : longID(of: start, count: count)
    }

    @inline(never)
    private func longID(of start: Bytes, count: Int) -> UInt32 {
        for index in longBucket(start) {
            let entry = longEntries[index]
            guard Int(entry &>> 24) == count else { continue }
            let id = entry & Self.none
            if id < limit, memcmp(start, text(of: id), count) == 0 { return id }
        }
        return Self.none
    }

    @inline(__always)
    func longBucket(_ start: Bytes) -> Range<Int> {
        let hash = PieceKey(low: load64(start), high: load64(start + 8)).hash
        let bucket = Int(truncatingIfNeeded: hash &>> 51)
        return Int(longStarts[bucket])..<Int(longStarts[bucket + 1])
    }

    @inline(__always)
    func pairPlace(_ first: UInt32, _ second: UInt32) -> PerfectHash<FourByteSlot>.Place {
        pairs.place(key: UInt64(first) &<< 18 | UInt64(second))
    }

    /// Returns the token into which a pair of tokens is merged, or `none`.
    ///
    /// Several pairs of tokens can have the same bytes as a given token, but merging produces the token from only one
    /// of these pairs. The table contains only this pair.
    @inline(__always)
    func merged(_ first: UInt32, _ second: UInt32) -> UInt32 {
        guard let id = pairs.value(at: pairPlace(first, second)), id < limit, consists(id, of: first, second) else {
            return Self.none
        }
        return id
    }
}
