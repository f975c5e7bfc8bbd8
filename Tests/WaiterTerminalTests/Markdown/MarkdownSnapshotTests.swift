import Testing
import WaiterTerminal

@Suite("Markdown snapshots")
struct MarkdownSnapshotTests {
    private func expect(_ markdown: String, at width: Int = 40, height: Int = 24, is text: String) {
        #expect(MarkdownRendering.text(markdown, width: width, height: height) == text)
    }

    @Test("Headings lose their markers and keep a blank line")
    func headings() {
        expect(
            "# One ##\ntext\n## Two\n\nmore\n\nUnder\n=====\nlast\n#no heading\n####### nor this",
            is: "One\ntext\n\nTwo\n\nmore\n\nUnder\nlast\n#no heading\n####### nor this"
        )
    }

    @Test("Words are wrapped, and the lines of a paragraph stay separate")
    func paragraphs() {
        expect(
            "One two three four five six seven eight nine ten.\nA line of its own  \nand \\*stars\\*.",
            is: "One two three four five six seven eight\nnine ten.\nA line of its own\nand *stars*."
        )
    }

    @Test("Emphasis, and text that resembles it")
    func emphasis() {
        expect(
            "**a** *b* ***c*** ~~d~~ __e__ _f_ snake_case_name 2*3*4 5 * 6 ~7 to ~8 **open _open\n\n"
                + "`code` `` a`b `` `open",
            at: 80,
            is: "a b c d e f snake_case_name 2" + "34 5 * 6 ~7 to ~8 **open _open\n\ncode a`b `open"
        )
        expect("これは**「強調」**です。**重要**な点", is: "これは「強調」です。重要な点")
    }

    @Test("Links show their targets")
    func links() {
        expect(
            """
            [Swift](https://swift.org "The site") ![a *cat*](cat.png) [https://a.b](https://a.b) <https://c.d>
            https://e.f/g, (www.h.i). me@j.k [x] [y][z] [broken](not a link) [top](#top) [q](<a b>) []()
            """,
            at: 120,
            is: """
                Swift (https://swift.org) a cat (cat.png) https://a.b https://c.d
                https://e.f/g, (www.h.i). me@j.k [x] [y][z] [broken](not a link) top q (a b)
                """
        )
    }

    @Test("Entities and line breaks")
    func entities() {
        expect(
            "a &amp; b &lt;c&gt; &#65;&#x42; &nope; &copy;<br>next<br />last<b>tag</b>",
            at: 60,
            is: "a & b <c> AB &nope; ©\nnext\nlast<b>tag</b>"
        )
    }

    @Test("Lists: nested, with continued numbers, with tasks")
    func lists() {
        expect(
            """
            Before:
            - one
            - two is long enough that it has to be wrapped
              - nested
                1. deep
                1. deeper
            - [ ] open
            - [x] done

            8. eight
            1. nine
            1. ten

               its second paragraph
            -
            - after an empty one
            """,
            is: """
                Before:
                • one
                • two is long enough that it has to be
                  wrapped
                  ◦ nested
                    1. deep
                    2. deeper
                ☐ open
                ☑ done

                8. eight
                9. nine
                10. ten

                    its second paragraph
                •
                • after an empty one
                """
        )
    }

    @Test("Quotes have a bar, also on wrapped and empty rows")
    func quotes() {
        expect(
            "> A quote that is long enough to be wrapped.\nlazy\n>\n> > nested\n>\n> - item\n\nafter",
            is: """
                │ A quote that is long enough to be
                │ wrapped.
                │ lazy
                │
                │ │ nested
                │
                │ • item

                after
                """
        )
    }

    @Test("Code keeps its spaces, between two rules")
    func code() {
        expect(
            "Text:\n```swift title\nif a {\n\tb()\n\n    c()\n}\n```\nafter\n\n    indented\n\n      more\n\nend",
            is: """
                Text:

                ─── swift
                if a {
                    b()

                    c()
                }
                ───

                after

                ───
                indented

                  more
                ───

                end
                """
        )
    }

    @Test("An unclosed fence is code to the end")
    func unclosedFence() {
        expect("~~~\n**a**\n```\n# b", is: "───\n**a**\n```\n# b\n───")
    }

    @Test("Code wider than the screen is copied as one line")
    func wideCode() {
        let line = "let value = first + second + third + fourth + fifth"
        let terminal = MarkdownRendering.emulate(["```swift\n\(line)\n```"], width: 20)
        #expect(terminal.copiedText.contains("\n\(line)\n"))
        #expect(terminal.text.contains("\nlet value = first +\nsecond + third + fou\nrth + fifth\n"))
    }

    @Test("Rules")
    func rules() {
        expect("a\n\n---\nb\n* * *\n_____", at: 10, is: "a\n\n──────────\n\nb\n\n──────────\n\n──────────")
    }

    @Test("Line endings of all systems, and invalid bytes")
    func lineEnds() {
        expect("a\r\nb\rc\n\r\n\r\nd\u{0}e", is: "a\nb\nc\n\nd\u{FFFD}e")
    }

    @Test(
        "Empty input has no output, and all other output ends with one line feed",
        arguments: ["", " ", "\n\n", "a", "a\n\n\n", "- "]
    )
    func ends(_ text: String) {
        var renderer = MarkdownRenderer(width: 40, height: 24, style: .colored)
        let output = renderer.write(text) + renderer.finish()
        let isEmpty = text.allSatisfy(\.isWhitespace)
        #expect(isEmpty ? output.isEmpty : output.hasSuffix("\n") && !output.hasSuffix("\n\n"))
        #expect(renderer.finish() == "")
        #expect(renderer.write("again") + renderer.finish() == "again\n", "a renderer can render another text")
    }
}
