/// A block that contains text: a paragraph, a heading, code, a table or a rule.
protocol LeafBlock {
    /// Appends a scalar to the current line.
    mutating func append(_ scalar: Unicode.Scalar)

    /// Ends the current line.
    mutating func endLine()

    /// Renders the rows that have not been delivered yet.
    ///
    /// - Parameter rows: Receives the rows that further text cannot change.
    /// - Returns: The rows to show now. These rows can still change.
    mutating func settle(into rows: inout [Row]) -> [Row]

    /// Ends the block and delivers its remaining rows.
    mutating func finish(into rows: inout [Row])

    /// Changes the width and delivers the full rows, which keep the old layout.
    mutating func resize(_ metrics: MarkdownMetrics, prefix: RowPrefix, into rows: inout [Row])
}
