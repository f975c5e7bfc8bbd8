/// An incremental Markdown parser that consumes scalars and produces rows.
///
/// The rows depend only on the text, not on how the text is split into chunks. A line is classified by its first
/// characters (see ``LineCursor``). Rows are delivered as settled only when further text can no longer change them.
struct MarkdownDocument {
    private enum Kind {
        case paragraph, heading, rule, code, table, item
    }

    /// The destination of the current line's text.
    private enum LineState {
        case undecided
        /// The text goes to the open leaf block.
        case text
        /// The line has no text of its own.
        case consumed
    }

    private var metrics: MarkdownMetrics
    private var rows: [Row] = []
    private var containers: [Container] = []
    private var leaf: (any LeafBlock)?
    private var leafPrefix = RowPrefix()
    private var context = LineStart.Context.none
    /// The start of the line, buffered until the line has been classified.
    private var line: [Unicode.Scalar] = []
    private var lineState = LineState.undecided
    private var hasBlankLine = false
    private var lastKind: Kind?

    init(_ metrics: MarkdownMetrics) {
        self.metrics = metrics
    }

    /// Appends a scalar. A line feed ends the line.
    mutating func append(_ scalar: Unicode.Scalar) {
        if scalar == "\n" { return endLine() }
        switch lineState {
        case .text: leaf?.append(scalar)
        case .consumed: break
        case .undecided:
            line.append(scalar)
            guard line.count > metrics.reach else { return }
            var parser = LineStartParser(line, isComplete: false, containers: containers, context: lineContext)
            begin(parser.parseOverlong())
        }
    }

    /// Classifies the current line if possible.
    ///
    /// - Returns: The rows settled since the last call, and the rows that can still change.
    mutating func settle() -> (settled: [Row], open: [Row]) {
        if lineState == .undecided, !line.isEmpty { decide(isComplete: false) }
        let open = leaf?.settle(into: &rows) ?? []
        defer { rows = [] }
        return (rows, open)
    }

    /// Finishes the text and returns the remaining rows.
    mutating func finish() -> [Row] {
        if lineState != .undecided || !line.isEmpty { endLine() }
        closeLeaf()
        closeContainers(downTo: 0)
        defer { rows = [] }
        return rows
    }

    /// Changes the width.
    ///
    /// - Returns: The rows that were shown as open and now keep their layout.
    mutating func resize(_ metrics: MarkdownMetrics) -> [Row] {
        self.metrics = metrics
        leaf?.resize(metrics, prefix: Self.prefix(of: containers[...]), into: &rows)
        defer { rows = [] }
        return rows
    }

    private mutating func endLine() {
        if lineState == .undecided { decide(isComplete: true) }
        if lineState == .text { leaf?.endLine() }
        // A heading is a single line.
        if lastKind == .heading { closeLeaf() }
        lineState = .undecided
        line.removeAll(keepingCapacity: true)
    }

    private mutating func decide(isComplete: Bool) {
        var parser = LineStartParser(line, isComplete: isComplete, containers: containers, context: lineContext)
        guard let start = try? parser.parse() else { return }
        begin(start)
    }

    private var lineContext: LineStart.Context {
        guard let paragraph = leaf as? Paragraph else { return context }
        if paragraph.hasOpenFormula { return .formula }
        return .paragraph(mayBeHeading: paragraph.mayBeHeading, headerColumns: paragraph.headerColumns)
    }
}

// MARK: - Lines

extension MarkdownDocument {
    private mutating func begin(_ start: LineStart) {
        lineState = .text
        switch start.kind {
        case .blank where start.opened.isEmpty:
            lineState = .consumed
            beginBlank(start.matched)
        case .continuation:
            beginFurtherLine()
            appendText(start)
        case .code, .tableRow: appendText(start)
        case .fenceEnd:
            lineState = .consumed
            closeLeaf()
        case .underline(let level):
            lineState = .consumed
            replaceLastLine(by: .heading) { Heading(level: level, $0, prefix: $1) }
        case .tableHead(let alignments):
            lineState = .consumed
            replaceLastLine(by: .table) { Table(alignments, $0, prefix: $1) }
        case .indentedCode where isIndentedCode && start.matched == containers.count && start.opened.isEmpty:
            appendText(start)
        default:
            beginBlock(start)
        }
    }

    private var isIndentedCode: Bool {
        if case .indentedCode = context { true } else { false }
    }

    private mutating func beginBlank(_ matched: Int) {
        hasBlankLine = true
        // Code can continue after blank lines.
        if isIndentedCode, matched == containers.count {
            leaf?.endLine()
            return
        }
        closeLeaf()
        closeContainers(downTo: matched)
    }

    private mutating func beginFurtherLine() {
        guard var paragraph = leaf as? Paragraph else { return }
        leaf = nil
        paragraph.beginLine()
        leaf = paragraph
    }

    private mutating func appendText(_ start: LineStart) {
        for _ in 0..<start.padding { leaf?.append(" ") }
        for scalar in line[min(start.text, line.count)...] { leaf?.append(scalar) }
    }

    private mutating func beginBlock(_ start: LineStart) {
        closeLeaf()
        let previous = start.matched < containers.count ? containers[start.matched] : nil
        closeContainers(downTo: start.matched)
        open(start.opened, after: previous)
        let kept = containers[..<start.matched]
        switch start.kind {
        case .heading(let level):
            beginLeaf(.heading, kept) { Heading(level: level, $0, prefix: $1) }
        case .rule:
            lineState = .consumed
            beginLeaf(.rule, kept) { Rule($0, prefix: $1) }
            closeLeaf()
        case .fence(let fence):
            lineState = .consumed
            beginLeaf(.code, kept) { CodeBlock(fence, $0, prefix: $1) }
            context = .fence(fence)
        case .indentedCode:
            beginLeaf(.code, kept) { CodeBlock(nil, $0, prefix: $1) }
            context = .indentedCode
        case .blank:
            lineState = .consumed
        default:
            beginLeaf(.paragraph, kept) { Paragraph($0, prefix: $1) }
        }
        if lineState == .text { appendText(start) }
    }
}

// MARK: - Blocks

extension MarkdownDocument {
    private mutating func open(_ opened: [Container], after previous: Container?) {
        for (position, container) in opened.enumerated() {
            guard case .item(var item) = container else {
                containers.append(container)
                continue
            }
            if position == 0, case .item(let last)? = previous, last.mark == item.mark, let number = last.number {
                item.number = min(number, 999_999_999) + 1
            }
            containers.append(.item(item))
        }
    }

    private mutating func beginLeaf(
        _ kind: Kind,
        _ kept: ArraySlice<Container>,
        _ make: (MarkdownMetrics, RowPrefix) -> some LeafBlock
    ) {
        makeGap(before: kind, in: kept)
        leafPrefix = takePrefix()
        leaf = make(metrics, leafPrefix)
        context = .none
    }

    /// Turns the last line of the open paragraph into another kind of block.
    private mutating func replaceLastLine(
        by kind: Kind,
        _ make: (MarkdownMetrics, RowPrefix) -> some LeafBlock
    ) {
        guard var paragraph = leaf as? Paragraph else { return }
        let header = paragraph.lastLine
        if paragraph.isFirstLine {
            // The marker of the list item was drawn with the line, so the new block keeps its prefix.
            lastKind = kind
            leaf = make(metrics, leafPrefix)
            context = .none
        } else {
            paragraph.removeLastLine()
            leaf = paragraph
            closeLeaf()
            beginLeaf(kind, containers[...], make)
        }
        for scalar in header { leaf?.append(scalar) }
        leaf?.endLine()
        if kind == .heading { closeLeaf() } else { context = .table(needsBar: header.first == "|") }
    }

    private mutating func closeLeaf() {
        leaf?.finish(into: &rows)
        leaf = nil
        context = .none
    }

    /// Closes the containers that are nested deeper than the given depth. An empty list item still shows its marker.
    private mutating func closeContainers(downTo depth: Int) {
        guard depth < containers.count else { return }
        if containers[depth...].contains(where: \.awaitsMarker) {
            makeGap(before: .item, in: containers[..<depth])
            rows.append(Row(cells: takePrefix().fitted(to: metrics.width).first.trimmed()))
        }
        containers.removeSubrange(depth...)
    }

    /// Inserts an empty row between two blocks if the text has a blank line or if the blocks require an empty row.
    private mutating func makeGap(before kind: Kind, in kept: ArraySlice<Container>) {
        defer { (hasBlankLine, lastKind) = (false, kind) }
        guard let lastKind else { return }
        let isInList = containers.contains(where: \.isItem)
        let standsApart = [Kind.rule, .code, .table]
        let needsGap = kind == .heading || !isInList && (standsApart.contains(kind) || standsApart.contains(lastKind))
        guard hasBlankLine || needsGap else { return }
        rows.append(Row(cells: Self.prefix(of: kept).fitted(to: metrics.width).rest.trimmed()))
    }

    /// Returns the prefix of the next block's rows and marks the list markers in that prefix as drawn.
    private mutating func takePrefix() -> RowPrefix {
        defer { for index in containers.indices { containers[index].markShown() } }
        return Self.prefix(of: containers[...])
    }

    private static func prefix(of containers: ArraySlice<Container>) -> RowPrefix {
        var prefix = RowPrefix()
        var depth = 0
        for container in containers {
            guard case .item(let item) = container else {
                prefix.first += bar
                prefix.rest += bar
                continue
            }
            let marker = item.marker(depth: depth)
            let space = Cell.cells(String(repeating: " ", count: marker.count))
            prefix.first += item.isShown ? space : marker
            prefix.rest += space
            depth += 1
        }
        return prefix
    }

    private static let bar = Cell.cells("│ ", .mark)
}
