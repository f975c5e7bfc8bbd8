/// The left margin of a block's rows. It contains the bars of quotes and, on the first row of the block, the list
/// marker.
struct RowPrefix: Equatable {
    var first: [Cell] = []
    var rest: [Cell] = []

    /// Returns the prefix of the next row. All rows after the first have the same prefix.
    mutating func next() -> [Cell] {
        defer { first = rest }
        return first
    }

    /// Returns the prefix truncated to half of the width, to leave the rest for text.
    func fitted(to width: Int) -> RowPrefix {
        RowPrefix(first: Array(first.suffix(width / 2)), rest: Array(rest.suffix(width / 2)))
    }
}
