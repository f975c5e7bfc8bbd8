/// What stands at the left of a block's rows: the bars of quotes, the marker of a list item on its first row.
struct RowPrefix: Equatable {
    var first: [Cell] = []
    var rest: [Cell] = []

    /// The prefix of the next row; all after the first get the same.
    mutating func next() -> [Cell] {
        defer { first = rest }
        return first
    }

    /// Leaves at least half of the width to the text.
    func fitted(to width: Int) -> RowPrefix {
        RowPrefix(first: Array(first.suffix(width / 2)), rest: Array(rest.suffix(width / 2)))
    }
}
