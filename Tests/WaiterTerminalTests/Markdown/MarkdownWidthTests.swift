import Testing
import WaiterTerminal

@Suite("Glyphs of ambiguous width")
struct MarkdownWidthTests {
    private static let texts = [
        "Family 👩‍👩‍👧‍👦 and 👍🏽 and ☝🏽 flags 🏴\u{E0067}\u{E0062}\u{E007F} in a row of just so many words, and one more row",
        "- 👩‍👩‍👧‍👦 one two three four five six\n- 👍🏽 seven\n\n> 👩‍👧 quoted words that are wrapped to rows\n",
        "| 👩‍👩‍👧‍👦 | B |\n|---|---|\n| 👍🏽👍🏽👍🏽 | some words that fill the row |\n| c | d |",
        "```\nlet family = \"👩‍👩‍👧‍👦👩‍👩‍👧‍👦\" // and a comment that goes on for long\n```\nend",
        "# 👩‍👩‍👧‍👦 A heading that is wider than a single row is",
    ]

    /// The first words of the rows, which identify them.
    private func rows(_ terminal: TerminalEmulator) -> [Substring] {
        terminal.text.split(separator: "\n").map { $0.prefix(3) }
    }

    @Test("If a terminal draws emoji wider than expected, no row is duplicated or broken", arguments: texts)
    func wider(text: String) {
        for width in [20, 30, 44] {
            let exact = MarkdownRendering.emulate([text], width: width)
            let pieces = MarkdownRendering.scalars(text)
            for cut in [[text], pieces] {
                let wider = MarkdownRendering.emulate(cut, width: width, splitsEmoji: true)
                #expect(wider.violations == [])
                #expect(wider.lines.count == exact.lines.count, "\(width) columns:\n\(wider.text)\n---\n\(exact.text)")
                #expect(rows(wider) == rows(exact), "\(width) columns")
            }
        }
    }

    @Test("Autowrap is on again after each chunk, and code of known width can still be copied as one line")
    func autowrap() {
        var renderer = MarkdownRenderer(width: 20, height: 10, style: .colored)
        var terminal = TerminalEmulator(width: 20, height: 10)
        for piece in MarkdownRendering.scalars(Self.texts.joined(separator: "\n\n")) {
            terminal.feed(renderer.write(piece))
            #expect(terminal.wraps)
        }
        let code = "let a = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]"
        #expect(MarkdownRendering.emulate(["```\n\(code)\n```"], width: 20).copiedText.contains(code))
        #expect(!MarkdownRenderer.plainOutput("Just plain words.").contains("?7"))
    }

    @Test("After other output on the terminal, unsettled text is written again below it")
    func resumed() {
        var renderer = MarkdownRenderer(width: 40, height: 10, style: .colored)
        var terminal = TerminalEmulator(width: 40, height: 10)
        terminal.feed(renderer.write("First.\n\nA **bold"))
        terminal.feed("\n$ fg\n")
        renderer.forgetScreen()
        terminal.feed(renderer.write(" word** more."))
        terminal.feed(renderer.finish())
        #expect(terminal.text == "First.\n\nA bold\n$ fg\nA bold word more.\n")
    }
}

extension MarkdownRenderer {
    fileprivate static func plainOutput(_ text: String) -> String {
        var renderer = MarkdownRenderer(width: 80, height: 24, style: .colored)
        return renderer.write(text) + renderer.finish()
    }
}
