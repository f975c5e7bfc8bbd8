/// A block that holds text, not blocks: a paragraph, a heading, code, a table.
protocol LeafBlock {
    /// Takes a scalar of the line at hand.
    mutating func append(_ scalar: Unicode.Scalar)

    /// Notes that the line is complete.
    mutating func endLine()

    /// Makes the rows that the block adds to those handed over before.
    ///
    /// - Parameter rows: Receives the rows that no further text changes.
    /// - Returns: The rows as they are to be shown now, which may yet change.
    mutating func settle(into rows: inout [Row]) -> [Row]

    /// Ends the block and hands over its last rows.
    mutating func finish(into rows: inout [Row])

    /// Goes on with another width, and hands over the rows that are full: they stay as they are.
    mutating func resize(_ metrics: MarkdownMetrics, prefix: RowPrefix, into rows: inout [Row])
}
