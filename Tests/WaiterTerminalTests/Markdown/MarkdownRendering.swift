import WaiterTerminal

/// Renders Markdown on an emulated terminal.
enum MarkdownRendering {
    static func emulate(
        _ pieces: [String],
        width: Int = 60,
        height: Int = 24,
        style: MarkdownStyle = .colored,
        splitsEmoji: Bool = false
    ) -> TerminalEmulator {
        var renderer = MarkdownRenderer(width: width, height: height, style: style)
        var terminal = TerminalEmulator(width: width, height: height, splitsEmoji: splitsEmoji)
        for piece in pieces { terminal.feed(renderer.write(piece)) }
        terminal.feed(renderer.finish())
        return terminal
    }

    /// The text on the terminal, without the empty row of the cursor.
    static func text(_ markdown: String, width: Int = 60, height: Int = 24) -> String {
        var lines = emulate([markdown], width: width, height: height).text.split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        if lines.last == "" { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    static func scalars(_ text: String) -> [String] { text.unicodeScalars.map { String($0) } }

    /// Every split into two chunks, including splits within characters.
    static func twoPieces(_ text: String) -> [[String]] {
        let scalars = text.unicodeScalars
        return scalars.indices.map { [String(scalars[..<$0]), String(scalars[$0...])] }
    }

    static func pieces(_ text: String, longest: Int, using random: inout some RandomNumberGenerator) -> [String] {
        var pieces: [String] = []
        var rest = text.unicodeScalars[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...longest, using: &random)
            pieces.append(String(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return pieces
    }
}
