import Testing
import WaiterTerminal

@Suite("Colors and attributes of Markdown")
struct MarkdownStyleTests {
    @Test("Inline styles")
    func inline() {
        let terminal = MarkdownRendering.emulate([
            "# Title\n## Part\nplain **strong** *slanted* ***both*** ~~gone~~ `code` [label](target) **a *nested* b**"
        ])
        let styles = [
            "Title": "1;4;35", "Part": "1;35", "plain": "", "strong": "1", "slanted": "3", "both": "1;3", "gone": "9",
            "code": "36", "label": "4;34", "(target)": "2", "nested": "1;3",
        ]
        for (text, style) in styles { #expect(terminal.styles(of: text) == [style], "\(text)") }
    }

    @Test("Without colors, only attributes are used, and code keeps its backticks")
    func monochrome() {
        let markdown = "# Title\n**strong** `code` [label](target)\n```swift\nlet a = 1 // note\n```"
        let terminal = MarkdownRendering.emulate([markdown], style: .monochrome)
        #expect(terminal.text.contains("strong `code` label (target)"))
        #expect(terminal.styles(of: "Title") == ["1;4"])
        #expect(terminal.styles(of: "let") == [""])
        #expect(terminal.styles(of: "note") == ["2"])
    }

    @Test(
        "Keywords, strings, comments and numbers of the common languages",
        arguments: [
            ("swift", "let name = \"text\" // note\nfoo(42)", "let", "text", "note", "42"),
            ("python", "def name(): return 'text' # note, 42\nx = 42", "def", "text", "note", "x = 42"),
            ("ts", "const name = `text`; /* note */ f(42)", "const", "text", "note", "42"),
            ("cpp", "return \"text\"; // note\nint x = 42;", "return", "text", "note", "42"),
            ("java", "public String s = \"text\"; // note\nint x = 42;", "public", "text", "note", "42"),
            ("rust", "fn name<'a>() { \"text\" } // note\nlet x = 42;", "fn", "text", "note", "42"),
            ("go", "func name() { `text` } // note\nx := 42", "func", "text", "note", "42"),
            ("ruby", "def name; \"text\"; end # note\nx = 42", "def", "text", "note", "42"),
            ("sh", "if true; then echo \"text\"; fi # note\nexit 42", "if", "text", "note", "42"),
            ("sql", "SELECT 'text' -- note\nFROM t WHERE x = 42", "SELECT", "text", "note", "42"),
            ("yaml", "on: 'text' # note\nsize: 42", "on", "text", "note", "42"),
            ("css", "p { font: \"text\"; /* note */ top: 42 }", "font", "text", "note", "42"),
        ]
    )
    func languages(_ language: String, _ code: String, _ key: String, _ text: String, _ note: String, _ number: String)
    {
        let terminal = MarkdownRendering.emulate(["```\(language)\n\(code)\n```"])
        #expect(terminal.styles(of: key).isSubset(of: ["35", "34"]))
        #expect(terminal.styles(of: text) == ["32"])
        #expect(terminal.styles(of: note) == ["2"])
        #expect(terminal.styles(of: number).contains("33"))
    }

    @Test("Keys and values of JSON, tags of HTML, lines of a diff")
    func others() {
        let json = MarkdownRendering.emulate(["```json\n{\"key\": \"text\", \"n\": [true, -1.5e3]}\n```"])
        #expect(json.styles(of: "\"key\"") == ["34"])
        #expect(json.styles(of: "\"text\"") == ["32"])
        #expect(json.styles(of: "true") == ["35"])
        let html = MarkdownRendering.emulate(["```html\n<p class=\"text\">word</p><!-- note\nmore -->end\n```"])
        #expect(html.styles(of: "<p") == ["35"])
        #expect(html.styles(of: "class") == ["34"])
        #expect(html.styles(of: "text") == ["32"])
        #expect(html.styles(of: "more") == ["2"])
        #expect(html.styles(of: "end") == [""])
        let diff = MarkdownRendering.emulate(["```diff\n@@ -1 +1 @@\n-old\n+new\n same\n```"])
        #expect(diff.styles(of: "-old") == ["31"])
        #expect(diff.styles(of: "+new") == ["32"])
        #expect(diff.styles(of: "same") == [""])
    }

    @Test("A comment or string over several lines ends at its terminator")
    func spanningLines() {
        let code = "/* one\ntwo */ let a = \"\"\"\n  three\n  \"\"\" // four\nplain"
        let terminal = MarkdownRendering.emulate(MarkdownRendering.scalars("```swift\n\(code)\n```"))
        #expect(terminal.styles(of: "two") == ["2"])
        #expect(terminal.styles(of: "let") == ["35"])
        #expect(terminal.styles(of: "three") == ["32"])
        #expect(terminal.styles(of: "plain") == [""])
    }
}
