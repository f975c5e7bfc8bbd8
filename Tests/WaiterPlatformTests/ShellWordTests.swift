import Testing
import WaiterPlatform

@Suite("Shell-like word splitting")
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

    @Test("Only unquoted characters form a pattern")
    func patterns() {
        let parts = ShellWord.split(#"a\ b/*.txt '[x]'/?.txt "*" \?"#) ?? []
        #expect(parts.map(\.isPattern) == [true, true, false, false])
        #expect(parts.prefix(2).map(\.pattern) == ["a b/*.txt", #"\[x]/?.txt"#])
    }

    @Test("An unclosed quote yields no words", arguments: ["'a", "\"a b", "a 'b\\'"])
    func open(line: String) {
        let isClosed = line.hasSuffix("\\'")
        #expect((ShellWord.split(line) == nil) == !isClosed)
    }
}
