import Testing
import WaiterTerminal

@Suite("LaTeX in Markdown")
struct MarkdownFormulaTests {
    /// Checks that a text is rendered like this for every split.
    private func shown(_ text: String, width: Int = 160) -> String {
        let whole = MarkdownRendering.emulate([text], width: width)
        let pieces = MarkdownRendering.emulate(MarkdownRendering.scalars(text), width: width)
        #expect(whole.picture == pieces.picture, "\(text)")
        return whole.text
    }

    @Test(
        "A formula is shown unchanged",
        arguments: [
            #"\(a_1 * b_1 * c\)"#, #"\[ x \\ y \]"#, #"$$ \sum_{i=0}^{n} *_{i} \$ $$"#,
            #"\(\text{a} \{ b \} \_ \\) \)"#,
            #"\(f(x) = [1](2) `c` <br> &amp; https://a.b\)"#, #"$$\frac{1}{2}$$"#,
        ]
    )
    func verbatim(formula: String) {
        #expect(
            shown("So **it** is \(formula) and *not* \(formula).").hasPrefix("So it is \(formula) and not \(formula).")
        )
        #expect(shown("| A | B |\n|---|---|\n| \(formula) | *b* |").contains(formula))
        #expect(shown("# \(formula) *a*").hasPrefix("\(formula) a"))
        #expect(shown("- **\(formula)**").contains(" \(formula)"))
    }

    @Test("The lines of a displayed formula are preserved, and Markdown continues after it")
    func displayed() {
        let formula = [
            "\\[", "\\begin{cases}", "- a_1 \\\\", "+ *b* \\\\", "> c", "1. d", "# e", "---", "\\end{cases}", "\\]",
        ]
        let text = shown("It is\n" + formula.joined(separator: "\n") + "\n\n- *item*\n")
        #expect(text.hasPrefix("It is\n" + formula.joined(separator: "\n") + "\n\n• item"), "\(text)")
        #expect(shown("$$\n+ x_1 \\\\\n$$ is *it*").hasPrefix("$$\n+ x_1 \\\\\n$$ is it"))
        #expect(shown("1. first\n\n   \\[\n   - x\n   \\]\n2. second").contains("2. second"))
        #expect(shown("> \\[\n> - x\n> \\]\n\n*a*").contains("│ - x\n│ \\]\n\na"))
    }

    @Test("Backslashes and dollar signs outside formulas keep their meaning")
    func others() {
        #expect(
            shown(#"\*a\* \_b\_ \\(c) $5 and $6, *d* `\(e\)` $$"#).hasPrefix(#"*a* _b_ \(c) $5 and $6, d \(e\) $$"#)
        )
        #expect(shown("$$ more *and* more").hasPrefix("$$ more and more"))
        #expect(shown("$$$ *a* $$$").hasPrefix("$$$ a $$$"))
        #expect(shown("```\n\\(a\\)\n```").contains("\\(a\\)"))
    }

    @Test("A formula that is truncated, or longer than a screen, loses nothing")
    func long() {
        #expect(shown(#"So \(\frac{a_1}{b"#).hasPrefix(#"So \(\frac{a_1}{b"#))
        let terms = (0..<400).map { "\\alpha_{\($0)} *" }.joined(separator: " ")
        for (start, end) in [("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$")] {
            let text = shown("\(start)\(terms)\(end) *x*", width: 40).split(whereSeparator: \.isWhitespace).joined(
                separator: " "
            )
            #expect(text == "\(start)\(terms)\(end) x")
        }
    }
}
