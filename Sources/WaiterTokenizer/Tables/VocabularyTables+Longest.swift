internal import WaiterPlatform

extension VocabularyTables {
    /// Returns the longest token that matches the text at `start` and has at most `count` bytes.
    ///
    /// `count` must be at least 1. Sixteen bytes must be readable at `start`, regardless of `count`.
    @inline(__always)
    func longest(_ start: Bytes, limit count: Int) -> (id: UInt32, length: Int) {
        if count >= 4 {
            let mask = beginnings.value(at: beginnings.place(key: UInt64(load32(start)))) ?? 0
            if mask & 1 != 0, count > PieceKey.longest {
                let found = longestLong(start, limit: count)
                if found.length > 0 { return found }
            }
            var rest = mask & (count >= 15 ? 0xFFFE : (2 &<< UInt32(truncatingIfNeeded: count)) &- 2)
            while rest != 0 {
                let length = 31 &- rest.leadingZeroBitCount
                let found = id(of: PieceKey(start, count: length))
                if found != Self.none { return (found, length) }
                rest ^= 1 &<< UInt32(truncatingIfNeeded: length)
            }
        }
        if count >= 2 {
            let entry = double[Int(start[0]) | Int(start[1]) &<< 8]
            if count >= 3, entry &>> 31 != 0 {
                let found = id(of: PieceKey(start, count: 3))
                if found != Self.none { return (found, 3) }
            }
            let found = entry & Self.none
            if found < limit { return (found, 2) }
        }
        return (single[Int(start[0])], 1)
    }

    @inline(never)
    private func longestLong(_ start: Bytes, limit count: Int) -> (id: UInt32, length: Int) {
        for index in longBucket(start) {
            let entry = longEntries[index]
            let length = Int(entry &>> 24)
            guard length <= count else { continue }
            let id = entry & Self.none
            if id < limit, memcmp(start, text(of: id), length) == 0 { return (id, length) }
        }
        return (Self.none, 0)
    }

    /// Returns whether two tokens remain unchanged when their bytes are encoded together.
    ///
    /// The merges next to the boundary between the tokens are undone one at a time, starting with the latest merge. If
    /// a pair across the boundary would have merged before either token was complete, the tokens are incompatible.
    /// Single bytes have IDs below 256, and every token has a higher ID than its parts.
    @inline(__always)
    func canAdjoin(_ first: UInt32, _ second: UInt32) -> Bool {
        var left = first
        var right = second
        var bound = Self.none
        while true {
            if merged(left, right) < bound { return false }
            // If both merges have the same rank, the left merge comes first.
            if left > right {
                if left < 256 { return true }
                bound = left
                left = parts(of: left).second
            } else {
                if right < 256 { return true }
                bound = right &+ 1
                right = parts(of: right).first
            }
        }
    }
}
