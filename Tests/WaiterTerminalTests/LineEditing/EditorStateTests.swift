import Testing
import WaiterTerminal
import WaiterTestSupport

@Suite("Line editing")
struct EditorStateTests {
    @Test(
        "Keys move and delete as in Emacs",
        arguments: [
            ("abc" + Sent.left + "x", "abx|c"),
            ("abc" + Sent.ctrl("A") + "x", "x|abc"),
            ("abc" + Sent.home + Sent.end + "x", "abcx|"),
            ("abc" + Sent.ctrl("B") + Sent.ctrl("B") + Sent.ctrl("F") + "x", "abx|c"),
            ("abc" + Sent.ctrl("A") + Sent.ctrl("E") + "x", "abcx|"),
            ("abc" + Sent.backspace + Sent.ctrl("H"), "a|"),
            ("abc" + Sent.left + Sent.delete, "ab|"),
            ("abc" + Sent.ctrl("A") + Sent.ctrl("D"), "|bc"),
            ("one two" + Sent.alt("b") + Sent.ctrl("K") + "x", "one x|"),
            ("one two" + Sent.alt("b") + Sent.ctrl("U"), "|two"),
            ("one two.three" + Sent.ctrl("W"), "one |"),
            ("one two.three" + Sent.alt(Sent.backspace), "one two.|"),
            ("one two" + Sent.ctrl("A") + Sent.alt("d"), "| two"),
            ("one two" + Sent.ctrl("A") + Sent.alt("f") + "x", "onex| two"),
            ("one two" + Sent.ctrl("W") + Sent.ctrl("A") + Sent.ctrl("Y"), "two|one "),
            ("a b c" + Sent.ctrl("W") + Sent.ctrl("W") + Sent.ctrl("Y"), "a b c|"),
            ("a b c" + Sent.ctrl("W") + Sent.left + Sent.ctrl("W") + Sent.end + Sent.ctrl("Y"), "a  b|"),
            ("ab" + Sent.ctrl("T"), "ba|"),
            ("abc" + Sent.left + Sent.ctrl("T"), "acb|"),
            ("a" + Sent.ctrl("T") + Sent.ctrl("A") + Sent.ctrl("T"), "|a"),
            ("one" + Sent.altEnter + "two" + Sent.ctrl("J") + "three", "one\ntwo\nthree|"),
            ("one\ntwo" + Sent.up + "x", "onex|\ntwo"),
            ("long line\nb\nlonger" + Sent.up + Sent.up + "x", "long lx|ine\nb\nlonger"),
            ("one\ntwo" + Sent.up + Sent.ctrl("K"), "one|two"),
        ]
    )
    func keys(_ keys: String, _ shown: String) {
        #expect(Typist.shown(keys) == shown)
    }

    @Test(
        "A grapheme cluster is moved over and deleted as one character",
        arguments: ["e\u{301}", "👩‍👩‍👧‍👦", "🇩🇪", "👍🏽", "漢", "각", "1\u{FE0F}\u{20E3}"]
    )
    func characters(_ character: String) {
        #expect(Typist.shown("a\(character)b" + Sent.left + Sent.left + "x") == "ax|\(character)b")
        #expect(Typist.shown("a\(character)b" + Sent.left + Sent.backspace) == "a|b")
        #expect(Typist.shown("a\(character)" + Sent.ctrl("A") + Sent.right + Sent.delete) == "a|")
    }

    @Test("A combining mark joins the character before it, and the cursor stays at a boundary")
    func joining() {
        #expect(Typist.shown("eb" + Sent.left + "\u{301}x") == "e\u{301}x|b")
        // Deleting the characters in between joins two into one; the cursor is behind it.
        #expect(Typist.shown("e\n\u{301}b" + Sent.ctrl("A") + Sent.backspace + "x") == "e\u{301}x|b")
    }

    @Test(
        "Random keys leave the cursor between two characters, and the text without a carriage return",
        arguments: 1...150
    )
    func randomKeys(_ seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        var typist = Typist(history: ["past", "one\r\ntwo", "🇩🇪🇫🇷"])
        for _ in 0..<120 {
            typist.type(RandomKeys.next(&random))
            let buffer = typist.state.buffer
            let index = buffer.text.utf8.index(buffer.text.startIndex, offsetBy: buffer.cursor)
            #expect(String.Index(index, within: buffer.text) != nil, "seed \(seed)")
            #expect(!buffer.text.utf8.contains(0x0D), "seed \(seed)")
        }
    }

    @Test("Enter returns the entry, and Ctrl-C and Ctrl-D return their events")
    func actions() {
        var typist = Typist()
        typist.type("hello\r")
        #expect(typist.actions == [.submit("hello")])
        typist = Typist()
        typist.type(Sent.ctrl("C") + "x" + Sent.ctrl("C") + Sent.ctrl("D") + Sent.backspace + Sent.ctrl("D"))
        #expect(typist.actions == [.interrupt(lineWasEmpty: true), .interrupt(lineWasEmpty: false), .end])
        typist = Typist()
        typist.type("x" + Sent.ctrl("X") + Sent.ctrl("E") + Sent.ctrl("L") + Sent.ctrl("Z") + Sent.ctrl("X") + "y")
        #expect(typist.actions == [.openEditor("x"), .clearScreen, .suspend])
        typist.state.replaceText("edited\r\ntext\n")
        #expect(typist.shown == "edited\ntext|")
    }

    @Test("Three quotes alone open a block that three quotes alone close")
    func block() {
        var typist = Typist()
        typist.type("\"\"\"\rone\r\rtwo \"\"\"\r")
        #expect(typist.actions == [])
        typist.type("\"\"\"\r")
        #expect(typist.actions == [.submit("one\n\ntwo \"\"\"")])
    }

    @Test("Quotes in a paste open nothing")
    func pastedQuotes() {
        let program = "\"\"\"\nA program.\n\"\"\"\nrun()"
        var typist = Typist()
        typist.type(Sent.paste(program))
        #expect(typist.actions == [])
        typist.type("\r")
        #expect(typist.actions == [.submit(program)])
    }

    @Test("Up and down walk through past entries and back to the unfinished one")
    func history() {
        let history = ["first", "two\nlines"]
        #expect(Typist.shown("unfin" + Sent.up, history: history) == "two\nlines|")
        #expect(Typist.shown("unfin" + Sent.up + Sent.up + Sent.up, history: history) == "first|")
        #expect(Typist.shown("unfin" + Sent.up + Sent.up + Sent.up + Sent.up, history: history) == "first|")
        let back = Sent.up + Sent.ctrl("P") + Sent.up + Sent.down + Sent.ctrl("N") + Sent.down
        #expect(Typist.shown("unfin" + back, history: history) == "unfin|")
        #expect(Typist.shown(Sent.down, history: history) == "|")
    }

    @Test("Ctrl-R finds the newest entry with the text, and pressed again, an older one")
    func search() {
        let history = ["make tea", "make coffee", "drink", "make coffee"]
        let search = Sent.ctrl("R") + "make"
        #expect(Typist.shown(search, history: history) == "|make coffee")
        #expect(Typist.shown(search + Sent.ctrl("R"), history: history) == "|make tea")
        #expect(Typist.shown(search + Sent.ctrl("R") + Sent.ctrl("R"), history: history) == "|make tea")
        #expect(Typist.shown(search + Sent.ctrl("R") + Sent.ctrl("S"), history: history) == "|make coffee")
        #expect(Typist.shown(search + " t" + Sent.ctrl("E") + "!", history: history) == "make tea!|")
        #expect(Typist.shown(search + " tx" + Sent.backspace + Sent.end, history: history) == "make tea|")
        #expect(Typist.shown("mine" + search + Sent.ctrl("G"), history: history) == "mine|")
        #expect(Typist.shown("mine" + search + Sent.end + Sent.down, history: history) == "mine|")
        var typist = Typist(history: history)
        typist.type(search + " t")
        #expect(typist.state.view(LinePrompt("> ")).prompt.text == "(search: make t) ")
        typist.type("x")
        #expect(typist.state.view(LinePrompt("> ")).prompt.text == "(no match: make tx) ")
        typist.press(.escape)
        #expect(typist.shown == "|make tea")
        typist.type("\r")
        #expect(typist.actions == [.submit("make tea")])
    }

    @Test("Tab inserts the common prefix of the candidates, then lists them until the next key")
    func completion() {
        var typist = Typist()
        typist.type("/model gp tail" + Sent.alt("b") + Sent.left + "\t")
        #expect(typist.actions == [.complete(textBeforeCursor: "/model gp")])
        let candidates = ["gpt-6.1-sol", "gpt-6.1-luna"]
        typist.state.complete(LineCompletions(word: "gp", candidates: candidates))
        #expect(typist.shown == "/model gpt-6.1-| tail")
        #expect(typist.state.candidates == [])
        typist.state.complete(LineCompletions(word: "gpt-6.1-", candidates: candidates))
        #expect(typist.state.candidates == candidates)
        typist.type("s")
        #expect(typist.state.candidates == [])
        typist.state.complete(LineCompletions(word: "gpt-6.1-s", candidates: ["gpt-6.1-sol "]))
        #expect(typist.shown == "/model gpt-6.1-sol | tail")
        typist.state.complete(.none)
        typist.state.complete(LineCompletions(word: "elsewhere", candidates: ["x"]))
        #expect(typist.shown == "/model gpt-6.1-sol | tail")
    }

    @Test("A pasted text arrives unchanged, with its tabs, control characters and lines")
    func paste() {
        var typist = Typist()
        typist.type("a" + Sent.paste("b\tc\r\n\u{1B}[31md\u{0}") + "e\r")
        #expect(typist.actions == [.submit("ab\tc\n\u{1B}[31md\u{0}e")])
    }

    @Test("Typing in a long text is not delayed")
    func long() {
        var typist = Typist()
        typist.type(Sent.paste(String(repeating: "0123456789 漢字\n", count: 10_000)))
        for _ in 0..<200 { typist.type("x" + Sent.backspace + "y") }
        #expect(typist.state.buffer.text.hasSuffix("字\n" + String(repeating: "y", count: 200)))
    }
}
