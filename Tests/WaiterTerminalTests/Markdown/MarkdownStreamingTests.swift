import Testing
import WaiterTerminal

@Suite("Streaming Markdown")
struct MarkdownStreamingTests {
    private static func deltas(_ text: String, of count: Int) -> [String] {
        var rest = text[...]
        var deltas: [String] = []
        while !rest.isEmpty {
            deltas.append(String(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return deltas
    }

    private static func visible(_ text: some StringProtocol) -> String { String(text.filter { !$0.isWhitespace }) }

    @Test("Words are shown as soon as they have arrived")
    func words() {
        let prose = String(repeating: "Plain words, with commas; and (brackets) too: they come at once. ", count: 20)
        var renderer = MarkdownRenderer(width: 37, height: 10, style: .colored)
        var terminal = TerminalEmulator(width: 37, height: 10)
        var sent = ""
        for delta in Self.deltas(prose, of: 4) {
            terminal.feed(renderer.write(delta))
            sent += delta
            #expect(Self.visible(terminal.text) == Self.visible(sent))
        }
    }

    @Test(
        "Text within unclosed markers is shown as if they were closed",
        arguments: [
            ("some **bold te", "some bold te", "te", "1"), ("a *slanted wo", "a slanted wo", "wo", "3"),
            ("call `print(", "call print(", "print(", "36"), ("# A headi", "A headi", "headi", "1;4;35"),
            ("- item on", "• item on", "on", ""), ("> quo", "│ quo", "quo", ""),
            ("a [link](https://exa", "a link", "link", "4;34"),
            ("```swift\nlet a = 1 // no", "─── swift\nlet a = 1 // no", "no", "2"),
            ("| a | b |\n|---|---|\n| one | tw", "a   │ b\n────┼───\none │ tw", "tw", ""),
            ("so far **", "so far", "far", ""),
            ("5 *", "5", "5", ""), ("3. third", "3. third", "third", ""), ("- [x] do", "☑ do", "do", ""),
        ]
    )
    func open(_ markdown: String, _ shown: String, _ part: String, _ style: String) {
        for pieces in [[markdown], MarkdownRendering.scalars(markdown)] {
            var renderer = MarkdownRenderer(width: 40, height: 10, style: .colored)
            var terminal = TerminalEmulator(width: 40, height: 10)
            for piece in pieces { terminal.feed(renderer.write(piece)) }
            #expect(terminal.text == shown)
            #expect(terminal.styles(of: part) == [style])
        }
    }

    @Test("Plain text is never rewritten, except for the word that moves to the next row")
    func noRewriting() {
        let prose = String(repeating: "Plain words of some length, one after another. ", count: 40)
        var renderer = MarkdownRenderer(width: 60, height: 10, style: .colored)
        let output = Self.deltas(prose, of: 4).map { renderer.write($0) }.joined()
        #expect(!output.contains("\u{1B}[A"))
        #expect(output.utf8.count < 3 * prose.utf8.count)
    }

    @Test("Code is only appended")
    func codeIsAppended() {
        let code = "```text\n" + String(repeating: "a line of code, not too long\n", count: 20) + "```\n"
        var renderer = MarkdownRenderer(width: 60, height: 10, style: .colored)
        let output = Self.deltas(code, of: 3).map { renderer.write($0) }.joined()
        #expect(!output.contains("\r"))
    }

    @Test("Rows that have scrolled off the screen are never touched", arguments: [2, 3, 5, 10])
    func height(_ height: Int) {
        let long = String(repeating: "**never closed and `neither is this, [nor that ", count: 60)
        for markdown in [MarkdownSamples.answer, long] {
            let terminal = MarkdownRendering.emulate(Self.deltas(markdown, of: 3), width: 30, height: height)
            #expect(terminal.violations == [])
        }
    }

    @Test("A line of a megabyte is shown as it arrives", .timeLimit(.minutes(10)))
    func endlessLine() {
        let piece = String(repeating: "x", count: 10_000)
        var renderer = MarkdownRenderer(width: 80, height: 24, style: .colored)
        for _ in 0..<100 {
            let count = renderer.write(piece).utf8.count
            #expect((8_000...12_000).contains(count))
        }
    }

    @Test("200 kB in chunks of 4 characters are cheap", .timeLimit(.minutes(10)))
    func cost() {
        var renderer = MarkdownRenderer(width: 80, height: 24, style: .colored)
        var (received, written, most) = (0, 0, 0)
        while received < 200_000 {
            for delta in Self.deltas(MarkdownSamples.answer + "\n\n", of: 4) {
                let count = renderer.write(delta).utf8.count
                received += delta.utf8.count
                written += count
                most = max(most, count)
            }
        }
        #expect(written < 6 * received, "text on the screen is not rewritten repeatedly")
        #expect(most < 2000, "no chunk rewrites the screen")
    }
}
