/// A code block whose lines are highlighted as they arrive.
///
/// Lines start at the left margin and are wrapped by the terminal itself, so that copied code matches the original.
struct CodeBlock: LeafBlock {
    private var flow: TextFlow
    private var highlighter: SyntaxHighlighter
    private var line: [Unicode.Scalar] = []
    private var isLineOpen = false
    /// The number of pending blank lines in indented code. The pending lines are dropped if no code follows.
    private var blankLines = 0
    private let isFenced: Bool
    private let limit: Int

    init(_ fence: Fence?, _ metrics: MarkdownMetrics, prefix: RowPrefix) {
        flow = TextFlow(width: metrics.width, prefix: prefix, wrapping: .characters)
        highlighter = SyntaxHighlighter(language: fence?.language ?? "")
        isFenced = fence != nil
        // The current line is highlighted again for each delta, so a very long line is flushed in parts. Only a
        // token at the boundary between two parts can be highlighted incorrectly.
        limit = min(256, metrics.reach)
        let language = String((fence?.language ?? "").prefix(20))
        putRule(language.isEmpty ? "───" : "─── \(language)")
    }

    mutating func append(_ scalar: Unicode.Scalar) {
        openLine()
        line.append(scalar)
        if line.count > limit { flush(endsLine: false) }
    }

    mutating func endLine() {
        if !isFenced, !isLineOpen {
            blankLines += 1
            return
        }
        openLine()
        flush(endsLine: true)
        flow.endRow()
        isLineOpen = false
    }

    mutating func settle(into rows: inout [Row]) -> [Row] {
        rows += flow.takeRows()
        guard isLineOpen else { return [] }
        var preview = self
        preview.flush(endsLine: true)
        return preview.flow.allRows
    }

    mutating func finish(into rows: inout [Row]) {
        if isLineOpen { endLine() }
        putRule("───")
        rows += flow.takeRows()
    }

    mutating func resize(_ metrics: MarkdownMetrics, prefix: RowPrefix, into rows: inout [Row]) {
        rows += flow.takeRows()
        flow.resize(width: metrics.width, prefix: prefix)
    }

    private mutating func openLine() {
        guard !isLineOpen else { return }
        for _ in 0..<blankLines { flow.endRow() }
        blankLines = 0
        isLineOpen = true
        flow.open()
    }

    private mutating func flush(endsLine: Bool) {
        for (scalar, role) in zip(line, highlighter.roles(of: line, endsLine: endsLine)) {
            flow.put(scalar, TextStyle(role: role))
        }
        line.removeAll(keepingCapacity: true)
    }

    private mutating func putRule(_ text: String) {
        for scalar in text.unicodeScalars { flow.put(scalar, .mark) }
        flow.endRow()
    }
}
