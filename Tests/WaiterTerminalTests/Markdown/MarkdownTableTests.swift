import Testing
import WaiterTerminal

@Suite("Markdown tables")
struct MarkdownTableTests {
    private func expect(_ markdown: String, at width: Int = 40, height: Int = 24, is text: String) {
        #expect(MarkdownRendering.text(markdown, width: width, height: height) == text)
    }

    @Test("Columns are as wide as needed, and aligned")
    func alignment() {
        expect(
            "| Name | Kind | N |\n|:--|:-:|--:|\n| `a\\|b` | x | 1 |\n| 日本 | **long** | 200 |\n| short |",
            is: """
                Name  │ Kind │   N
                ──────┼──────┼────
                a|b   │  x   │   1
                日本  │ long │ 200
                short │      │
                """
        )
    }

    @Test("Without outer bars, after a paragraph, before text")
    func bare() {
        expect("intro\na | b\n--|--\n1 | 2\n\nafter", is: "intro\n\na │ b\n──┼──\n1 │ 2\n\nafter")
        expect("| a | b |\n|---|---|\n| 1 | 2 |\nafter", is: "a │ b\n──┼──\n1 │ 2\n\nafter")
    }

    @Test("Text that is not a table stays text")
    func noTable() {
        expect("a | b\n--|--|--\nc", is: "a | b\n--|--|--\nc")
        expect("| a | b |\n\n| c |", is: "| a | b |\n\n| c |")
    }

    @Test("Text beyond the last column is not lost")
    func excess() {
        expect("| a | b |\n|---|---|\n| 1 | 2 || 3 |", is: "a │ b\n──┼───────\n1 │ 2 || 3")
    }

    @Test("Cells are wrapped on a narrow screen")
    func wrapped() {
        expect(
            "| Key | Meaning |\n|---|---|\n| a | words that need some room |\n| b | few |",
            at: 20,
            is: """
                Key │ Meaning
                ────┼───────────────
                a   │ words that
                    │ need some room
                ────┼───────────────
                b   │ few
                """
        )
    }

    @Test("If columns would be too narrow, cells are listed below each other")
    func stacked() {
        expect(
            "| Name | Size | Color |\n|---|---|---|\n| apple | small | green |\n| melon | large | yellow |",
            at: 16,
            is: """
                Name
                Size
                Color
                ───
                Name: apple
                Size: small
                Color: green

                Name: melon
                Size: large
                Color: yellow
                """
        )
    }

    @Test("A table longer than the screen uses the full width, for later rows, and keeps all its rows")
    func long() {
        let rows = (1...30).map { "| \($0) | \(String(repeating: "x", count: $0)) |" }
        let markdown = "| n | x |\n|---|---|\n" + rows.joined(separator: "\n")
        let terminal = MarkdownRendering.emulate(MarkdownRendering.scalars(markdown), width: 40, height: 10)
        #expect(terminal.violations == [])
        let lines = terminal.text.split(separator: "\n").map(String.init)
        // Rows that needed more width than available would take several lines each.
        #expect(lines.count == 32)
        #expect(lines.contains("5      │ xxxxx"))
        #expect(terminal.text.filter { $0 == "x" }.count == (1...30).reduce(1, +))
    }

    @Test("A table within a list and a quote")
    func nested() {
        expect(
            "- item\n  | a | b |\n  |---|---|\n  | 1 | 2 |\n> | c |\n> |---|\n> | 3 |",
            is: "• item\n  a │ b\n  ──┼──\n  1 │ 2\n\n│ c\n│ ─\n│ 3"
        )
    }
}
