internal import WaiterPlatform

/// The distinct texts of a column, numbered in order of first appearance.
///
/// The bytes of a text are compared in SQLite's memory. A ledger has many rows but only a few models and tag lists, so
/// hardly any row requires decoding or allocating a string.
struct TextNumbering {
    /// The bytes of all texts, one after the other.
    private var bytes: [UInt8] = []
    /// The offset of the end of each text in `bytes`.
    private var ends: [Int] = []
    private var hashes: [Int] = []
    /// A hash table with open addressing that contains the numbers of the texts. A free slot contains -1.
    private var slots = [Int](repeating: -1, count: 16)
    /// The number of the most recent text for each `cacheSlot`. Successive rows often contain the same texts.
    private var recent = [Int](repeating: 0, count: 32)

    /// Creates a numbering in which the given texts already have the numbers 0, 1, 2, and so on.
    init(_ texts: [String] = []) {
        for var text in texts { _ = text.withUTF8 { number(of: UnsafeRawBufferPointer($0)) } }
    }

    /// The number of distinct texts.
    var count: Int { ends.count }

    /// Returns a text. Invalid UTF-8 sequences are replaced with replacement characters.
    subscript(number: Int) -> String { String(decoding: bytes[range(number)], as: UTF8.self) }

    /// Returns the number of the text in a column. NULL and the empty text have the same number.
    mutating func number(of column: Int32, in row: SQLiteArguments) -> Int { row.withBytes(column) { number(of: $0) } }

    /// Returns the number of a text. If the text is new, it is added.
    mutating func number(of text: UnsafeRawBufferPointer) -> Int {
        let cacheSlot = Self.cacheSlot(text)
        let last = recent[cacheSlot]
        if last < ends.count, isEqual(last, text) { return last }
        let number = find(text)
        recent[cacheSlot] = number
        return number
    }

    /// Returns a number from 0 to 31 that is different for most short names. Computing this number is much faster than
    /// computing a hash.
    private static func cacheSlot(_ text: UnsafeRawBufferPointer) -> Int {
        guard let last = text.last else { return 0 }
        return (text.count &* 5 &+ Int(last) &+ Int(text[text.count / 2]) &* 3) & 31
    }

    private mutating func find(_ text: UnsafeRawBufferPointer) -> Int {
        // The hash is randomly seeded, because a service's users may choose the names.
        var hasher = Hasher()
        hasher.combine(bytes: text)
        let hash = hasher.finalize()
        var slot = hash & (slots.count - 1)
        while slots[slot] >= 0 {
            let number = slots[slot]
            if hashes[number] == hash, isEqual(number, text) { return number }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = ends.count
        bytes.append(contentsOf: text)
        ends.append(bytes.count)
        hashes.append(hash)
        if ends.count * 2 > slots.count { grow() }
        return ends.count - 1
    }

    private func range(_ number: Int) -> Range<Int> { (number == 0 ? 0 : ends[number - 1])..<ends[number] }

    private func isEqual(_ number: Int, _ text: UnsafeRawBufferPointer) -> Bool {
        let range = range(number)
        guard range.count == text.count else { return false }
        guard let start = text.baseAddress, !range.isEmpty else { return true }
        return bytes.withUnsafeBytes {
            memcmp($0.baseAddress.unsafelyUnwrapped + range.lowerBound, start, text.count) == 0
        }
    }

    private mutating func grow() {
        slots = [Int](repeating: -1, count: slots.count * 2)
        for (number, hash) in hashes.enumerated() {
            var slot = hash & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = number
        }
    }
}
