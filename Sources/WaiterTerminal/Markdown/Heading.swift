/// An ATX or setext heading.
struct Heading: LeafBlock {
    private var text: InlineText
    /// Trailing spaces and `#` characters, which are dropped if nothing else follows on the line.
    private var closing: [Unicode.Scalar] = []
    private var hasText = false
    private let limit: Int

    init(level: Int, _ metrics: MarkdownMetrics, prefix: RowPrefix) {
        text = InlineText(metrics, prefix: prefix, style: Self.style(level))
        limit = metrics.reach
    }

    mutating func append(_ scalar: Unicode.Scalar) {
        closing.append(scalar)
        if !Self.isSpace(scalar), scalar != "#" || closing.count > limit { flush() }
    }

    mutating func endLine() {
        while let last = closing.last, Self.isSpace(last) { closing.removeLast() }
        let body = closing.prefix(upTo: closing.lastIndex { $0 != "#" }.map { $0 + 1 } ?? 0)
        // Only a run of `#` preceded by a space closes a heading.
        let standsAlone = body.last.map(Self.isSpace) ?? !hasText
        if standsAlone { closing = Array(body) }
        flush()
    }

    private mutating func flush() {
        for scalar in closing { text.append(scalar) }
        if !closing.isEmpty { hasText = true }
        closing = []
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }

    mutating func settle(into rows: inout [Row]) -> [Row] { text.settle(into: &rows) }

    mutating func finish(into rows: inout [Row]) {
        endLine()
        rows += text.finish()
    }

    mutating func resize(_ metrics: MarkdownMetrics, prefix: RowPrefix, into rows: inout [Row]) {
        _ = text.settle(into: &rows)
        text.resize(metrics, prefix: prefix)
    }

    private static func style(_ level: Int) -> TextStyle {
        TextStyle(attributes: level == 1 ? [.bold, .underline] : .bold, role: .heading)
    }
}
