/// Parts that a stream places by index, kept as they come and sorted when they are asked for.
///
/// An index may be anything that a server writes, negative or huge: nothing is allocated by it.
struct IndexedParts<Part: Sendable>: Sendable {
    private var parts: [Part] = []
    private var indexes: [Int] = []
    private var positions: [Int: Int] = [:]
    private var firstPosition: Int?
    private var highestIndex: Int?

    /// The most parts: a stream may name another index in each of its events.
    static var most: Int { 4096 }

    /// Whether no part with a new index is taken.
    var isFull: Bool { parts.count >= Self.most }

    /// Whether there is a part with an index.
    func has(_ index: Int) -> Bool {
        if let lastUsed, indexes[lastUsed] == index { return true }
        return positions[index] != nil
    }

    /// The position of the part that was asked for last.
    var lastUsed: Int?

    /// The number of parts.
    var count: Int { parts.count }

    /// Whether any part is so.
    func contains(where predicate: (Part) -> Bool) -> Bool { parts.contains(where: predicate) }

    /// The part with the lowest index.
    var first: Part? { firstPosition.map { parts[$0] } }

    /// The part at a position, which changes in place.
    subscript(position: Int) -> Part {
        get { parts[position] }
        _modify { yield &parts[position] }
    }

    /// The position of the part with an index, which is put there when it is new.
    mutating func position(of index: Int, orInsert part: @autoclosure () -> Part) -> Int {
        if let lastUsed, indexes[lastUsed] == index { return lastUsed }
        if let known = positions[index] {
            lastUsed = known
            return known
        }
        let position = insert(part(), index: index)
        positions[index] = position
        lastUsed = position
        return position
    }

    /// Puts a part that has no index behind the last one and returns its position.
    mutating func insertLast(_ part: Part) -> Int {
        let position = insert(part, index: highestIndex ?? 0)
        lastUsed = position
        return position
    }

    private mutating func insert(_ part: Part, index: Int) -> Int {
        parts.append(part)
        indexes.append(index)
        let position = parts.count - 1
        highestIndex = Swift.max(highestIndex ?? index, index)
        if firstPosition.map({ index < indexes[$0] }) ?? true { firstPosition = position }
        return position
    }

    /// The parts with their indexes, sorted; those that share an index in the order of their arrival.
    var sorted: [(index: Int, part: Part)] {
        parts.indices
            .sorted { (indexes[$0], $0) < (indexes[$1], $1) }
            .map { (indexes[$0], parts[$0]) }
    }
}
