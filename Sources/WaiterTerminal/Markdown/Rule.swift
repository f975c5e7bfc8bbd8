/// A thematic break, drawn as a horizontal line.
struct Rule: LeafBlock {
    private var flow: TextFlow
    private let width: Int

    init(_ metrics: MarkdownMetrics, prefix: RowPrefix) {
        flow = TextFlow(width: metrics.width, prefix: prefix, wrapping: .characters)
        width = min(metrics.width, 60)
    }

    mutating func append(_ scalar: Unicode.Scalar) {}

    mutating func endLine() {}

    mutating func settle(into rows: inout [Row]) -> [Row] { [] }

    mutating func finish(into rows: inout [Row]) {
        flow.open()
        while flow.openColumns < width { flow.put("─", .mark) }
        flow.endRow()
        rows += flow.takeRows()
    }

    mutating func resize(_ metrics: MarkdownMetrics, prefix: RowPrefix, into rows: inout [Row]) {}
}
