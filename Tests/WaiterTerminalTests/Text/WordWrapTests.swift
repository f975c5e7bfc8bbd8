import Testing
import WaiterTerminal

@Suite("Word wrapping")
struct WordWrapTests {
    @Test("The line breaks do not depend on the chunks of a text", arguments: [8, 20, 33, 80])
    func cuts(columns: Int) {
        let text =
            "waiter: no such file: 'a b.txt'; see waiter --help\n  indented words go on below\n\n  /name  the second column 日本語の文章\nhttps://example.org/a/very/long/address end \n"
        let whole = WordWrap.wrapped(text, columns: columns)
        for size in [1, 2, 3, 7] {
            var (wrap, output, rest) = (WordWrap(columns: columns), "", text.unicodeScalars[...])
            while !rest.isEmpty {
                output += wrap.write(String(rest.prefix(size)))
                rest = rest.dropFirst(size)
            }
            #expect(output + wrap.finish() == whole)
        }
        let words = { (text: String) in text.split(whereSeparator: \.isWhitespace).joined() }
        #expect(words(whole) == words(text))
    }

    @Test("No row is longer than the terminal, unless a word is")
    func widths() {
        let wrapped = WordWrap.wrapped("one two three four five\nsix", columns: 9)
        #expect(wrapped == "one two\nthree\nfour five\nsix")
        #expect(WordWrap.wrapped("a https://example.org b", columns: 12) == "a\nhttps://example.org b")
        #expect(WordWrap.wrapped("日本語の文章。", columns: 6) == "日本語\nの文\n章。")
    }

    @Test("A wrapped line is indented to the start of its text, and a table row to its second column")
    func indentation() {
        #expect(WordWrap.wrapped("  one two three", columns: 10) == "  one two\n  three")
        #expect(WordWrap.wrapped("  /name  one two three", columns: 18) == "  /name  one two\n         three")
    }
}
