import WaiterTerminal

/// Documents with all constructs of Markdown, well formed and malformed.
enum MarkdownSamples {
    /// Short enough for every split into two chunks.
    static let short: [String] = [
        "Plain words, and more of them, until the row ends and a new one begins.",
        "**bold** *italic* ***both*** ~~gone~~ `code` __bold__ _italic_ snake_case_name 2*3*4",
        "An **unclosed bold\nover two lines, and `unclosed code",
        "A [link](https://example.com/a_(b) \"title\") and ![image](x.png) and [x] and [y][z] and [t](",
        "See https://example.com/path?q=1, (www.example.org) <https://a.b> <me@a.org> a<br>b &amp; &lt; &#27; &nope;",
        "# One\n## Two ##\n### Three #3\n#hash\n####### seven\n#",
        "Title\n=====\n\nOther\n---\nText\nover lines\n---\n***\n- - -\n",
        "- a\n- b\n  - c\n    - d\n\n  after c\n- [ ] e\n- [x] f\n* other list\n-\n- g",
        "1. one\n2. two\n\n   more of two\n7) seven\n1) again\n10. ten",
        "> quote\nlazy\n> > deeper\n\n> - item\n>   more\n>\n> end",
        "```swift\nlet a = \"b\" // c\n\n\tif x { }\n```\nafter ``` not a fence\n~~~\nopen ``` end",
        "    indented\n\n    code\n\nnot code",
        "| A | B |\n|:-:|--:|\n| 1 | 2 |\n| three \\| four | `x` |\nafter",
        "A | B\n- | -\nnot a table\n\nA | B\n--|--\nx | y\nz\n\n| no\n| table",
        "text before\n| A | B |\n|---|---|\n| **b | [l](u) | extra |",
        "- item\n\n  ```sh\n  echo \"$HOME\" # hi\n  ```\n- | a | b |\n  |---|---|\n  | c | d |",
        "日本語の文章は**強調**されます。「かぎ」括弧、全角ＡＢＣ。한국어 단어",
        "👩‍👩‍👧‍👦 🇩🇪🇫🇷 ❤️ 👍🏽 1️⃣ e\u{301} ☝🏽 🏴\u{E0067}\u{E0062}\u{E007F}",
        "tabs\tinside\n\n-\ttab item\n\n\tcode after tab\r\nline\rline\r\n\r\nend\\\nhard  \nbreak \\* \\a \\",
        "*a **b* c** _a __b_ **a*b** ***x** y* * not **not ** `a``b` ``c`d`` `` ` ``",
        "![a [b](c) d](e) [a *b](c) d* [a [b] c](d) [[a](b)](c) *a [b*](c) [](empty) [#](#top)",
        #"Euler: \(e^{i\pi}_a + 1 = 0\) and *a \(b*c*d\) e*, \\(no\), $$x_1 * y_1 \\ z$$ for $5, $$$ and `\(c\)`"#,
        "\\[\n\\begin{aligned}\na &= b \\\\[2pt]\n- c\n+ d_1\n===\n> e\n1. f\n\\end{aligned}\n\\] then *this*\n- item",
        "> $$\n> - a_1\n> # b\n> $$\n\n- $$ x\n  - y\n\n$$ open *a*\n- b\n\n\\(open *a* \\frac{1",
        "\n\n\n  \n", "", " ", "\n", "a", "*", "`", "|", ">", "- ", "1.", "```", "---", "\\", "![", "&", "<", "\u{301}",
    ]

    /// A long answer of a model.
    static let answer = """
        # Sorting in **Swift**

        Here's a *quick* overview of how `sorted(by:)` works, with **bold text**, ***both***, ~~gone~~ and a \
        [link](https://swift.org/documentation "Docs"). See also https://www.swift.org/blog/, and <https://example.com>.
        A second line with snake_case and 2 * 3 * 4.

        ## Steps

        1. First, make an array:
           ```swift
           // Numbers
           let numbers: [Int] = [3, 1, 2] // unsorted
           print("Hello \\(numbers.sorted())")
           ```
        2. Then sort it. This is a rather long item that has to be wrapped at the width of the terminal, clearly.
           - nested *item*
           - another
             - deeper

        - [ ] open task
        - [x] done task

        > A quote with **strong** text that goes on for long enough that it must be wrapped at the width.
        > > nested quote
        >
        > - list in quote

        | Name | Type | Description |
        |:-----|:----:|------------:|
        | `a` | Int | The first number |
        | b | String | 日本語のテキスト |

        ---

        ```json
        {"key": [1, 2.5, true, null], "name": "value"}
        ```

        Emoji 👩‍👩‍👧‍👦 family, flags 🇩🇪🇫🇷, ❤️ heart, 日本語の文章はここで折り返されます。とても長い文章なので、折り返しが必要です。
        """

    /// Fragments for random documents.
    static let fragments = [
        "*", "**", "***", "_", "__", "~~", "`", "``", "```", "[", "]", "](", ")", "![", "<", ">", "<br>", "&amp;", "&",
        "\\", "|", "| a | b |\n", "|---|---|\n", "\n", "\n\n", "\n- ", "\n  - ", "\n1. ", "\n> ", "\n# ", "\n    ",
        "\n---\n", "\n===\n", "\n```swift\n", "\n```\n", "~~~", "#", "- [ ] ", "word", " ", "  ", "\t",
        "longer words here ",
        "https://a.b/c", "www.x.y", "(", "\"", "日本", "。", "👩‍👧", "\u{301}", "\u{FE0F}", "🇩🇪", "a", "1", ".", "!", "\r\n",
        "\r", "\\(", "\\)", "\\[", "\\]", "\n\\[\n", "$$", "\n$$\n", "$", "\\\\",
        "\u{1B}[31m", "\u{202E}", "a_b", "let x = 1 // c", "'", ":", "/* ",
    ]
}
