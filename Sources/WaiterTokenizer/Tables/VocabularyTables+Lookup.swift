internal import WaiterPlatform

extension VocabularyTables {
    /// Returns the token with these bytes, or `none`.
    @inline(__always)
    func id(of key: PieceKey, at place: PerfectHash.Place) -> UInt32 {
        guard let id = vocabulary.value(at: place), id < limit else { return Self.none }
        let found = keys + Int(id) &* 2
        return (found[0] ^ key.low) | (found[1] ^ key.high) == 0 ? id : Self.none
    }

    @inline(__always)
    func id(of key: PieceKey) -> UInt32 {
        id(of: key, at: vocabulary.place(hash: key.hash))
    }

    /// Returns the token with these bytes, or `none`; reads at least 16 bytes.
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
            if id < limit, memcmp(start, textOfLong(id), count) == 0 { return id }
        }
        return Self.none
    }

    @inline(__always)
    func longBucket(_ start: Bytes) -> Range<Int> {
        let hash = PieceKey(low: load64(start), high: load64(start + 8)).hash
        let bucket = Int(truncatingIfNeeded: hash &>> 51)
        return Int(longStarts[bucket])..<Int(longStarts[bucket + 1])
    }

    @inline(__always) func textOfLong(_ id: UInt32) -> Bytes { longText + Int(keys[Int(id) * 2] & 0xFFFF_FFFF) }
    @inline(__always) func lengthOfLong(_ id: UInt32) -> Int { Int(keys[Int(id) * 2] >> 32) }

    /// Returns the byte length of a token; 0 for an unassigned ID.
    @inline(__always)
    func length(of id: UInt32) -> Int {
        let length = Int(truncatingIfNeeded: keys[Int(id) &* 2 &+ 1] &>> 56)
        return length == 0xFF ? lengthOfLong(id) : length
    }

    @inline(__always)
    func pairPlace(_ first: UInt32, _ second: UInt32) -> PerfectHash.Place {
        pairs.place(key: UInt64(first) &<< 18 | UInt64(second))
    }

    /// Returns the token that a pair of tokens merges to, or `none`.
    ///
    /// Of all pairs whose bytes form a token, only one can occur: the last merge of the token's own bytes. The table
    /// contains no others.
    @inline(__always)
    func merged(_ first: UInt32, _ second: UInt32) -> UInt32 {
        guard let id = pairs.value(at: pairPlace(first, second)), id < limit, splits[Int(id)] == (first, second) else {
            return Self.none
        }
        return id
    }
}
