/// Merges pieces of any length in linear time.
///
/// At each position, the algorithm takes the longest token that is compatible with the previous token. After
/// backtracking to a position, it takes the next shorter token instead. If no token is compatible, it marks the
/// position as dead and backtracks over the previous token. Any text has exactly one token sequence in which all
/// adjacent tokens are compatible, so the first sequence that reaches the end is the result.
struct LongMerge {
    private struct Space {
        var capacity = 0
        var tokens = UnsafeMutablePointer<UInt32>.allocate(capacity: 0)
        /// One bit for each position. The bit is set if the position is dead.
        var dead = UnsafeMutablePointer<UInt64>.allocate(capacity: 0)

        mutating func reserve(_ count: Int) {
            tokens.deallocate()
            dead.deallocate()
            capacity = count
            tokens = .allocate(capacity: count)
            dead = .allocate(capacity: count / 64 + 1)
        }
    }

    /// A cache of compatible pairs of tokens. The cache is effective because long pieces are often repetitive.
    private let known = UnsafeMutablePointer<UInt64>.allocate(capacity: 1 << 11)
    private let space = UnsafeMutablePointer<Space>.allocate(capacity: 1)

    init() {
        space.initialize(to: Space())
        known.initialize(repeating: 0, count: 1 << 11)
    }

    func deallocate() {
        space.pointee.reserve(0)
        space.pointee.tokens.deallocate()
        space.pointee.dead.deallocate()
        space.deallocate()
        known.deallocate()
    }

    /// Releases the memory that was allocated for an unusually long piece.
    func shrink() {
        if space.pointee.capacity > 1 << 16 { space.pointee.reserve(0) }
    }

    /// The tokens of the most recently merged piece.
    var tokens: UnsafePointer<UInt32> { UnsafePointer(space.pointee.tokens) }

    /// Merges a piece into `tokens` and returns the number of tokens. The 16 bytes after the piece must be readable.
    @inline(never)
    func merge(_ start: Bytes, count: Int, _ tables: VocabularyTables) -> Int {
        if space.pointee.capacity < count { space.pointee.reserve(2 * count) }
        let tokens = space.pointee.tokens
        let dead = space.pointee.dead
        dead.update(repeating: 0, count: count / 64 + 1)
        var total = 0
        var at = 0
        var last: UInt32 = 0
        var (id, length) = tables.longest(start, limit: count)
        while true {
            let end = at &+ length
            let isOpen = dead[end &>> 6] &>> UInt64(truncatingIfNeeded: end & 63) & 1 == 0
            if isOpen, total == 0 || canAdjoin(last, id, tables) {
                tokens[total] = id
                total &+= 1
                at = end
                if at == count { return total }
                last = id
                (id, length) = tables.longest(start + at, limit: count &- at)
            } else if length > 1 {
                (id, length) = tables.longest(start + at, limit: length &- 1)
            } else {
                dead[at &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: at & 63)
                total &-= 1
                // The first token has no predecessor, so its position is never dead.
                guard total >= 0 else { return 0 }
                id = tokens[total]
                length = tables.length(of: id)
                at &-= length
                if total > 0 { last = tokens[total &- 1] }
            }
        }
    }

    @inline(__always)
    private func canAdjoin(_ first: UInt32, _ second: UInt32, _ tables: VocabularyTables) -> Bool {
        // The top bit keeps a pair distinct from 0, which marks an empty entry.
        let pair = UInt64(first) &<< 18 | UInt64(second) | 1 &<< 63
        let entry = known + Int(truncatingIfNeeded: (pair &* mixer1) &>> 53)
        if entry.pointee == pair { return true }
        guard tables.canAdjoin(first, second) else { return false }
        entry.pointee = pair
        return true
    }
}
