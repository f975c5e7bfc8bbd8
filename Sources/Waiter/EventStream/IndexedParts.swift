/// The indexed parts of a stream. They are stored in order of arrival and sorted on demand.
///
/// An index can be any number, including a negative or very large one, so the amount of memory allocated never depends
/// on an index.
struct IndexedParts<Part: Sendable>: Sendable {
    private var parts: [Part] = []
    private var indexes: [Int] = []
    private var positions: [Int: Int] = [:]
    private var firstPosition: Int?
    private var highestIndex: Int?

    /// The maximum number of parts. A limit is needed because a stream can use a different index in each event.
    private let limit: Int

    init(limit: Int = 4096) {
        self.limit = limit
    }

    /// Whether the maximum number of parts has been reached, in which case parts with new indexes are rejected.
    var isFull: Bool { parts.count >= limit }

    /// Returns whether there is a part with the given index.
    func has(_ index: Int) -> Bool {
        if let lastUsed, indexes[lastUsed] == index { return true }
        return positions[index] != nil
    }

    /// The position of the most recently requested part.
    var lastUsed: Int?

    /// The number of parts.
    var count: Int { parts.count }

    /// Returns whether any part satisfies a predicate.
    func contains(where predicate: (Part) -> Bool) -> Bool { parts.contains(where: predicate) }

    /// The part with the lowest index.
    var first: Part? { firstPosition.map { parts[$0] } }

    /// Accesses the part at a position. The part can be modified in place.
    subscript(position: Int) -> Part {
        get { parts[position] }
        _modify { yield &parts[position] }
    }

    /// Returns the position of the part with the given index. If there is no such part, a new part is inserted.
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

    /// Appends a part without an index and returns the part's position.
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

    /// The parts with their indexes, sorted by index and then by arrival.
    var sorted: [(index: Int, part: Part)] {
        parts.indices
            .sorted { (indexes[$0], $0) < (indexes[$1], $1) }
            .map { (indexes[$0], parts[$0]) }
    }
}
