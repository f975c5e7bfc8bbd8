/// A parser that determines which open containers a line belongs to, which containers the line opens, and how the rest
/// of the line is classified.
struct LineStartParser {
    typealias Undecided = LineCursor.Undecided

    /// The maximum nesting depth. Deeper containers are treated as text, because each container takes up some of the
    /// terminal's columns.
    private static let maxDepth = 24

    private let containers: [Container]
    private let context: LineStart.Context
    private var cursor: LineCursor
    private var matched = 0
    private var opened: [Container] = []

    init(_ line: [Unicode.Scalar], isComplete: Bool, containers: [Container], context: LineStart.Context) {
        self.containers = containers
        self.context = context
        cursor = LineCursor(line, isComplete: isComplete)
    }

    /// Classifies the line or throws an error if more of the line is needed.
    mutating func parse() throws(Undecided) -> LineStart {
        try matchContainers()
        if isMatched, case .fence(let fence) = context { return try parseFenced(fence) }
        while true {
            if try cursor.isBlank() { return start(.blank) }
            if isInFormula { return try continuation() }
            let indentation = try cursor.indentation()
            if indentation >= 4 { return try parseIndented() }
            if let kind = try parseKind(indentation) { return start(kind) }
        }
    }

    /// Classifies an overlong line as text instead of waiting for more of it.
    mutating func parseOverlong() -> LineStart {
        do {
            return try parse()
        } catch {
            if isMatched, case .fence = context { return start(.code) }
            guard hasParagraph else { return start(.paragraph) }
            matched = containers.count
            return start(.continuation)
        }
    }

    private var isMatched: Bool { matched == containers.count }

    private var hasParagraph: Bool {
        guard opened.isEmpty else { return false }
        return switch context {
        case .paragraph, .formula: true
        default: false
        }
    }

    private var isInFormula: Bool {
        if case .formula = context { true } else { false }
    }

    private func start(_ kind: LineStart.Kind) -> LineStart {
        LineStart(kind: kind, matched: matched, opened: opened, text: cursor.index, padding: cursor.padding)
    }

    private mutating func matchContainers() throws(Undecided) {
        for container in containers {
            switch container {
            case .quote:
                guard try cursor.indentation() < 4 else { return }
                var probe = cursor
                try probe.skipSpace()
                guard try probe.peek() == ">" else { return }
                probe.advance()
                cursor = probe
                try cursor.skipSpace(1)
            case .item(let item):
                if try !cursor.isBlank() {
                    guard try cursor.indentation() >= item.indentation else { return }
                    try cursor.skipSpace(item.indentation)
                }
            }
            matched += 1
        }
    }

    private mutating func parseFenced(_ fence: Fence) throws(Undecided) -> LineStart {
        var probe = cursor
        try probe.skipSpace(3)
        let length = try probe.run(of: fence.scalar)
        if length >= fence.length {
            probe.advance(length)
            if try probe.isBlank() { return start(.fenceEnd) }
        }
        try cursor.skipSpace(fence.indentation)
        return start(.code)
    }

    private mutating func parseIndented() throws(Undecided) -> LineStart {
        if hasParagraph { return try continuation() }
        try cursor.skipSpace(4)
        return start(.indentedCode)
    }

    /// Continues the paragraph, even if the line lacks the markers of the paragraph's containers (a lazy continuation).
    private mutating func continuation() throws(Undecided) -> LineStart {
        try cursor.skipSpace()
        matched = containers.count
        return start(.continuation)
    }

    /// Returns the kind of the line, or `nil` after opening a container.
    private mutating func parseKind(_ indentation: Int) throws(Undecided) -> LineStart.Kind? {
        try cursor.skipSpace()
        guard let first = try cursor.peek() else { return .blank }
        let mayOpen = containers.count + opened.count < Self.maxDepth
        switch first {
        case ">" where mayOpen:
            cursor.advance()
            try cursor.skipSpace(1)
            opened.append(.quote)
            return nil
        case "#":
            if let level = try headingLevel() { return .heading(level: level) }
        case "`", "~":
            if let fence = try fence(first, indentation) { return .fence(fence) }
        default: break
        }
        if let kind = try underline(first) { return kind }
        if try isRule(first) { return .rule }
        if mayOpen, let item = try item(indentation) {
            opened.append(.item(item))
            return nil
        }
        return text(first)
    }

    private mutating func text(_ first: Unicode.Scalar) -> LineStart.Kind {
        if opened.isEmpty, isMatched, case .table(let needsBar) = context, first == "|" || !needsBar {
            return .tableRow
        }
        guard hasParagraph else { return .paragraph }
        matched = containers.count
        return .continuation
    }
}

// MARK: - Marks

extension LineStartParser {
    private mutating func headingLevel() throws(Undecided) -> Int? {
        let level = try cursor.run(of: "#")
        guard level <= 6 else { return nil }
        let next = try cursor.peek(level)
        guard next == nil || next == " " || next == "\t" else { return nil }
        cursor.advance(level)
        try cursor.skipSpace()
        return level
    }

    private func fence(_ scalar: Unicode.Scalar, _ indentation: Int) throws(Undecided) -> Fence? {
        let length = try cursor.run(of: scalar)
        guard length >= 3 else { return nil }
        var probe = cursor
        probe.advance(length)
        let rest = try probe.rest()
        if scalar == "`", rest.contains("`") { return nil }
        let words = String(String.UnicodeScalarView(rest)).split { $0 == " " || $0 == "\t" }
        return Fence(
            scalar: scalar,
            length: length,
            indentation: indentation,
            language: words.first.map(String.init) ?? ""
        )
    }

    /// Parses a line that turns the paragraph line above it into a heading or a table header.
    private func underline(_ first: Unicode.Scalar) throws(Undecided) -> LineStart.Kind? {
        guard opened.isEmpty, isMatched, case .paragraph(let mayBeHeading, let columns) = context else { return nil }
        if mayBeHeading, first == "=" || first == "-" {
            var probe = cursor
            probe.advance(try cursor.run(of: first))
            if try probe.isBlank() { return .underline(level: first == "=" ? 1 : 2) }
        }
        guard let columns, let line = try cursor.rest(of: "|-: \t".unicodeScalars) else { return nil }
        guard let alignments = TableLine.alignments(line), alignments.count == columns else { return nil }
        return .tableHead(alignments)
    }

    private func isRule(_ first: Unicode.Scalar) throws(Undecided) -> Bool {
        guard first == "-" || first == "*" || first == "_" else { return false }
        var (count, offset) = (0, 0)
        while let next = try cursor.peek(offset) {
            guard next == first || next == " " || next == "\t" else { return false }
            if next == first { count += 1 }
            offset += 1
        }
        return count >= 3
    }

    /// Parses the marker of a list item and its task box.
    private mutating func item(_ indentation: Int) throws(Undecided) -> ListItem? {
        var probe = cursor
        var digits = ""
        while digits.count < 10, let next = try probe.peek(), "0"..."9" ~= next {
            digits.unicodeScalars.append(next)
            probe.advance()
        }
        guard digits.count < 10, let mark = try probe.peek() else { return nil }
        guard digits.isEmpty ? "-*+".unicodeScalars.contains(mark) : mark == "." || mark == ")" else { return nil }
        probe.advance()
        let isEmpty = try probe.isBlank()
        let space = isEmpty ? 1 : try probe.indentation()
        guard space > 0 else { return nil }
        // A line within a paragraph can start with a number or an empty marker by chance.
        if hasParagraph, isMatched, isEmpty || !(digits.isEmpty || digits == "1") { return nil }
        let columns = space > 4 ? 1 : space
        if isEmpty { try probe.skipSpace() } else { try probe.skipSpace(columns) }
        cursor = probe
        var item = ListItem(indentation: indentation + digits.count + 1 + columns, mark: mark, number: Int(digits))
        item.isDone = try isDone()
        return item
    }

    private mutating func isDone() throws(Undecided) -> Bool? {
        guard try cursor.peek() == "[", let box = try cursor.peek(1) else { return nil }
        guard box == " " || box == "x" || box == "X", try cursor.peek(2) == "]", try cursor.peek(3) == " " else {
            return nil
        }
        cursor.advance(4)
        return box != " "
    }
}
