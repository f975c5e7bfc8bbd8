internal import Waiter
internal import WaiterTerminal

/// Writes the text of a step to standard output, wrapped to the width of the terminal.
struct LessonPage: Sendable {
    /// The maximum width of text. Longer lines are hard to read.
    private static let widest = 80

    private let console: Console
    private let style: LogStyle
    private let columns: Int

    init(_ context: CommandContext) {
        console = context.console
        style = LogStyle(.auto, context)
        columns = console.output.isTerminal ? min(console.output.size.columns, Self.widest) : Self.widest
    }

    /// Writes a heading, preceded by a blank line.
    func heading(_ text: String) throws {
        try write([""] + wrapped(text).map(style.strong))
    }

    /// Writes paragraphs, each preceded by a blank line.
    func text(_ text: String) throws {
        for paragraph in text.split(separator: "\n\n") { try write([""] + wrapped(String(paragraph))) }
    }

    /// Writes a code listing, preceded by its label and a blank line.
    func code(_ label: String, _ code: String) throws {
        try write([""] + wrapped(label + ":").map(style.faint))
        try write(lines(code).flatMap { folded($0, prefix: "  ") })
    }

    /// Writes the lines of an exchange, each marked with its direction.
    func transferred(_ mark: String, _ text: String) throws {
        try write(lines(text).flatMap { folded($0, prefix: mark + " ") })
    }

    /// Writes an indented result.
    func result(_ text: String) throws {
        try write(lines(text).flatMap { folded($0, prefix: "  ") })
    }

    /// Writes an indented answer as it arrives.
    ///
    /// - Throws: `OpenAIError` or `CancellationError` from the stream, or `StandardStream.Failure`.
    func answer(_ stream: EventStream<ChatCompletionChunk>) async throws {
        var wrap = WordWrap(columns: columns)
        try console.write("\n" + wrap.write("  "))
        for try await chunk in stream {
            try console.write(wrap.write(TerminalText.safe(chunk.text).replacing("\n", with: "\n  ")))
        }
        try console.write(wrap.finish() + "\n")
    }

    // MARK: Layout

    private func write(_ lines: [String]) throws {
        try console.write(lines.map { $0 + "\n" }.joined())
    }

    /// Splits text into lines, removing control characters.
    private func lines(_ text: String) -> [String] {
        TerminalText.safe(text).split(omittingEmptySubsequences: false) { $0.isNewline }.map(String.init)
    }

    private func wrapped(_ text: String) -> [String] {
        lines(WordWrap.wrapped(TerminalText.safe(text), columns: columns)).flatMap { folded($0, prefix: "") }
    }

    /// Splits a line into terminal rows, indenting all rows after the first.
    private func folded(_ line: String, prefix: String) -> [String] {
        let indentation = line.prefix { $0 == " " }
        let room = max(columns - prefix.count, 8)
        let start = min(indentation.count + 2, room / 2)
        var rows: [String] = []
        var rest = Substring(line)
        while ColumnText.width(String(rest)) > room - (rows.isEmpty ? 0 : start) {
            let (row, end) = Self.row(of: rest, columns: room - (rows.isEmpty ? 0 : start))
            rows.append(String(row))
            rest = end
        }
        rows.append(String(rest))
        return rows.enumerated().map { number, row in
            var row = prefix + (number == 0 ? "" : String(repeating: " ", count: start)) + row
            while row.last == " " { row.removeLast() }
            return row
        }
    }

    /// Splits off the first row of a text that is wider than a row. If possible, the text is split after a space or a
    /// comma in the second half of the row.
    private static func row(of text: Substring, columns: Int) -> (row: Substring, rest: Substring) {
        var (end, width) = (text.startIndex, 0)
        while end < text.endIndex {
            width += ColumnText.width(String(text[end]))
            if width > columns { break }
            end = text.index(after: end)
        }
        if end == text.startIndex { end = text.index(after: end) }
        let middle = text.index(text.startIndex, offsetBy: text.distance(from: text.startIndex, to: end) / 2)
        if text[end] == " " { return (text[..<end], text[text.index(after: end)...]) }
        if let space = text[middle..<end].lastIndex(where: { $0 == " " || $0 == "," }) {
            end = text.index(after: space)
        }
        return (text[..<end], text[end...])
    }
}
