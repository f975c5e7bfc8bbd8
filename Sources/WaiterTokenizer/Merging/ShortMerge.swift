/// Merges pieces of at most 64 bytes by repeatedly merging the lowest-ranked pair. If several pairs have the lowest
/// rank, the leftmost pair is merged first.
struct ShortMerge {
    static var longest: Int { 64 }

    let ids = UnsafeMutablePointer<UInt32>.allocate(capacity: longest + 1)
    private let ranks = UnsafeMutablePointer<UInt32>.allocate(capacity: longest + 1)

    func deallocate() {
        ids.deallocate()
        ranks.deallocate()
    }

    /// Merges a piece into `ids` and returns the number of tokens.
    @inline(never)
    func merge(_ start: Bytes, count: Int, _ tables: VocabularyTables) -> Int {
        let none = VocabularyTables.none
        var left = count
        for at in 0..<count {
            ids[at] = tables.single[Int(start[at])]
            let double = at &+ 1 < count ? tables.double[Int(start[at]) | Int(start[at &+ 1]) &<< 8] & none : none
            ranks[at] = double < tables.limit ? double : none
        }
        while true {
            var best = none
            var at = 0
            for place in 0..<left &- 1 where ranks[place] < best {
                best = ranks[place]
                at = place
            }
            guard best != none else { return left }
            left &-= 1
            ids[at] = best
            for place in at &+ 1..<left {
                ids[place] = ids[place &+ 1]
                ranks[place] = ranks[place &+ 1]
            }
            ranks[at] = at &+ 1 < left ? tables.merged(best, ids[at &+ 1]) : none
            if at > 0 { ranks[at &- 1] = tables.merged(ids[at &- 1], best) }
        }
    }
}
