internal import CWaiterTokenizer

/// Merges many pieces of at most 56 bytes concurrently by interleaving their steps. Interleaving hides memory latency.
///
/// Every position in a piece has a number. The high bits of the number contain the ID that results from merging the
/// token at the position with the next token, and the low bits contain the position. The lowest number determines the
/// next merge. The result of a lookup is accepted provisionally if 14 bits of the hash match. The result is verified
/// only when the position's number becomes the lowest.
struct GroupMerge {
    /// The number of pieces that are merged concurrently.
    private static var width: Int { @inline(__always) get { 16 } }
    /// A value that indicates that no merge is possible. It is greater than the number of any position.
    private static var nothing: UInt32 { @inline(__always) get { 0x7F00_0000 } }
    /// An offset that converts the numbers to bit patterns that `waiter_lowest` can compare.
    private static var base: UInt32 { @inline(__always) get { 0x0080_0000 } }

    private typealias Place = PerfectHash<FourByteSlot>.Place

    /// A piece that is being merged. Positions start at 1. The positions before the first token and after the last
    /// token are empty.
    private struct Lane {
        let numbers: UnsafeMutablePointer<UInt32>
        let ids: UnsafeMutablePointer<UInt32>
        let next: UnsafeMutablePointer<UInt8>
        let previous: UnsafeMutablePointer<UInt8>
        var item = 0
        var tokens = 0
        var blocks = 0
        // The two most recent pair lookups.
        var after = Place(slot: 0, mark: 0)
        var before = Place(slot: 0, mark: 0)
        var afterAt = 0
        var beforeAt = 0
    }

    private let lanes = UnsafeMutablePointer<Lane>.allocate(capacity: width)
    private let active = UnsafeMutablePointer<Int>.allocate(capacity: width)
    private let memory = UnsafeMutableRawPointer.allocate(byteCount: width * 640 + 128, alignment: 64)

    init() {
        for index in 0..<Self.width {
            let start = memory + index * 640
            let lane = Lane(
                numbers: start.bindMemory(to: UInt32.self, capacity: 64),
                ids: (start + 256).bindMemory(to: UInt32.self, capacity: 64),
                next: (start + 512).bindMemory(to: UInt8.self, capacity: 64),
                previous: (start + 576).bindMemory(to: UInt8.self, capacity: 64)
            )
            (lanes + index).initialize(to: lane)
        }
        let neighbours = (memory + Self.width * 640).bindMemory(to: UInt8.self, capacity: 128)
        for at in 0..<64 {
            neighbours[at] = UInt8(truncatingIfNeeded: at &+ 1)
            neighbours[64 &+ at] = UInt8(truncatingIfNeeded: at &- 1)
        }
    }

    func deallocate() {
        lanes.deallocate()
        active.deallocate()
        memory.deallocate()
    }

    /// The tokens of a merged piece, as a linked list of positions.
    struct Merged {
        let count: Int
        fileprivate let ids: UnsafePointer<UInt32>
        fileprivate let next: UnsafePointer<UInt8>

        @inline(__always)
        func copy(to tokens: UnsafeMutablePointer<UInt32>) {
            var at = 1
            for index in 0..<count {
                tokens[index] = ids[at]
                at = Int(next[at])
            }
        }
    }

    /// Merges all items and calls `finish` with the index and tokens of each.
    @inline(__always)
    func merge(
        _ work: UnsafePointer<Batch.Work>,
        count: Int,
        _ tables: VocabularyTables,
        finish: (Int, Merged) -> Void
    ) {
        var started = 0
        var live = 0
        while live < Self.width, started < count {
            begin(lanes + live, started, work[started], tables)
            active[live] = live
            live &+= 1
            started &+= 1
        }
        while live > 0 {
            // All lanes store their lookup results before any of the results are read back as vectors.
            for index in 0..<live { Self.store(lanes + active[index], tables) }
            var index = 0
            while index < live {
                let lane = lanes + active[index]
                if Self.step(lane, tables) {
                    index &+= 1
                    continue
                }
                let merged = Merged(
                    count: lane.pointee.tokens,
                    ids: UnsafePointer(lane.pointee.ids),
                    next: UnsafePointer(lane.pointee.next)
                )
                finish(lane.pointee.item, merged)
                if started < count {
                    begin(lane, started, work[started], tables)
                    started &+= 1
                    index &+= 1
                } else {
                    live &-= 1
                    active[index] = active[live]
                }
            }
        }
    }

    @inline(__always)
    private func begin(
        _ lane: UnsafeMutablePointer<Lane>,
        _ item: Int,
        _ work: Batch.Work,
        _ tables: VocabularyTables
    ) {
        let count = work.count
        let numbers = lane.pointee.numbers
        let ids = lane.pointee.ids
        // The neighbors of each position. Initially, these are the adjacent positions.
        UnsafeMutableRawPointer(lane.pointee.next).copyMemory(from: memory + Self.width * 640, byteCount: 128)
        numbers[0] = Self.nothing
        ids[0] = VocabularyTables.none
        var byte = work.start[0]
        for at in 1...count {
            ids[at] = tables.single[Int(byte)]
            // Reading the byte after the last byte is safe, and its value is ignored.
            let following = work.start[at]
            let double = tables.double[Int(byte) | Int(following) &<< 8] & VocabularyTables.none
            numbers[at] = double < tables.limit ? Self.number(double, at) : Self.nothing
            byte = following
        }
        numbers[count] = Self.nothing
        ids[count &+ 1] = VocabularyTables.none
        let blocks = (count &+ 16) &>> 4
        for at in count &+ 1..<blocks &* 16 { numbers[at] = Self.nothing }
        lane.pointee.item = item
        lane.pointee.tokens = count
        lane.pointee.blocks = blocks
        // Nothing has been looked up yet, so the value at position 0 does not change.
        lane.pointee.after = Place(slot: 0, mark: ~0)
        lane.pointee.before = Place(slot: 0, mark: ~0)
        lane.pointee.afterAt = 0
        lane.pointee.beforeAt = 0
    }

    @inline(__always)
    private static func number(_ id: UInt32, _ at: Int) -> UInt32 {
        (id &<< 6 | UInt32(truncatingIfNeeded: at)) &+ base
    }

    @inline(__always)
    private static func store(_ lane: UnsafeMutablePointer<Lane>, _ tables: VocabularyTables) {
        let numbers = lane.pointee.numbers
        numbers[lane.pointee.afterAt] = found(lane.pointee.after, lane.pointee.afterAt, tables)
        numbers[lane.pointee.beforeAt] = found(lane.pointee.before, lane.pointee.beforeAt, tables)
    }

    @inline(__always)
    private static func found(_ place: Place, _ at: Int, _ tables: VocabularyTables) -> UInt32 {
        let (id, isMatch) = tables.pairs.entry(at: place)
        prefetch(tables.splitPlace(of: id))
        return isMatch && id < tables.limit ? number(id, at) : nothing
    }

    /// Performs the lowest merge. Returns `false` if no merge is possible.
    @inline(__always)
    private static func step(_ lane: UnsafeMutablePointer<Lane>, _ tables: VocabularyTables) -> Bool {
        let numbers = lane.pointee.numbers
        let ids = lane.pointee.ids
        let lowest = waiter_lowest(numbers, lane.pointee.blocks)
        guard lowest < nothing else { return false }
        let at = Int(truncatingIfNeeded: lowest & 63)
        let id = (lowest &- base) &>> 6
        let next = Int(lane.pointee.next[at])
        guard tables.consists(id, of: ids[at], ids[next]) else {
            numbers[at] = nothing
            lane.pointee.afterAt = 0
            lane.pointee.beforeAt = 0
            lane.pointee.after.mark = ~0
            lane.pointee.before.mark = ~0
            return true
        }
        let following = Int(lane.pointee.next[next])
        let previous = Int(lane.pointee.previous[at])
        lane.pointee.next[at] = UInt8(truncatingIfNeeded: following)
        lane.pointee.previous[following] = UInt8(truncatingIfNeeded: at)
        numbers[next] = nothing
        ids[at] = id
        let after = tables.pairPlace(id, ids[following])
        let before = tables.pairPlace(ids[previous], id)
        prefetch(tables.pairs.address(of: after))
        prefetch(tables.pairs.address(of: before))
        lane.pointee.after = after
        lane.pointee.before = before
        lane.pointee.afterAt = at
        lane.pointee.beforeAt = previous
        lane.pointee.tokens &-= 1
        return true
    }
}
