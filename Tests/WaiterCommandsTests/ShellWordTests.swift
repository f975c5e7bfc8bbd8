import Testing
import WaiterCommands

@Suite("Words of a line as a shell reads them")
struct ShellWordTests {
    @Test(
        "Quotes and backslashes keep a word together",
        arguments: [
            (#"a b  c"#, ["a", "b", "c"]), (#"'a b' "c d""#, ["a b", "c d"]), (#"a\ b\\c"#, [#"a b\c"#]),
            (#""a\"b\n""#, [#"a"b\n"#]), (#"'a\b'c"#, [#"a\bc"#]), (#"'' """#, ["", ""]), (#"a\"#, [#"a\"#]), ("", []),
        ] as [(String, [String])]
    )
    func words(line: String, words: [String]) {
        #expect(ShellWord.split(line)?.map(\.text) == words)
    }

    @Test("Only signs that are not quoted make a pattern")
    func patterns() {
        let parts = ShellWord.split(#"a\ b/*.txt '[x]'/?.txt "*" \?"#) ?? []
        #expect(parts.map(\.isPattern) == [true, true, false, false])
        #expect(parts.prefix(2).map(\.pattern) == ["a b/*.txt", #"\[x]/?.txt"#])
    }

    @Test("A quote that is not closed makes no words", arguments: ["'a", "\"a b", "a 'b\\'"])
    func open(line: String) {
        let isClosed = line.hasSuffix("\\'")
        #expect((ShellWord.split(line) == nil) == !isClosed)
    }
}
