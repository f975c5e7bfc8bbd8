import Testing
import WaiterTerminal
import WaiterTestSupport

@Suite("Markdown on a resized terminal")
struct MarkdownResizeTests {
    @Test("Later text is wrapped to the new width")
    func width() {
        var renderer = MarkdownRenderer(width: 40, height: 24, style: .colored)
        _ = renderer.write("Words that come before the terminal was made narrow, ")
        renderer.resize(width: 12, height: 24)
        var terminal = TerminalEmulator(width: 12, height: 24)
        terminal.feed(renderer.write("and words that come after.") + renderer.finish())
        #expect(terminal.violations == [])
        #expect(terminal.text.hasSuffix("and words\nthat come\nafter.\n"))
    }

    @Test("The same size changes nothing")
    func same() {
        var renderer = MarkdownRenderer(width: 40, height: 24, style: .colored)
        _ = renderer.write("**bold")
        renderer.resize(width: 40, height: 24)
        #expect(renderer.write("er**") == "\u{1B}[0;1mer\u{1B}[0m")
    }

    @Test("No word is lost, whatever construct is open during the resize", arguments: 1...60)
    func complete(_ seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        var renderer = MarkdownRenderer(width: 60, height: 12, style: .colored)
        var terminal = TerminalEmulator(width: 60, height: 12)
        for piece in MarkdownRendering.pieces(MarkdownSamples.answer, longest: 12, using: &random) {
            if Int.random(in: 0..<20, using: &random) == 0 {
                let (width, height) = (Int.random(in: 10...90, using: &random), Int.random(in: 2...20, using: &random))
                renderer.resize(width: width, height: height)
                terminal.resize(width: width, height: height)
            }
            terminal.feed(renderer.write(piece))
        }
        terminal.feed(renderer.finish())
        #expect(terminal.violations == [], "seed \(seed)")
        // Words are also cut at the end of a row.
        let text = terminal.text.filter { !$0.isWhitespace && $0 != "│" }
        for word in ["Sorting", "overview", "unsorted", "clearly", "deeper", "strong", "nested", "null", "family"] {
            #expect(text.contains(word), "\(word), seed \(seed)\n\(terminal.text)")
        }
    }
}
