import Testing
import WaiterPlatform
import WaiterTerminal
import WaiterTestSupport

@Suite("Text for terminals and pipes")
struct TerminalTextTests {
    @Test(
        "Characters that move the cursor, ring or change the text direction are replaced, and all others stay",
        arguments: [
            ("plain ä 🌍 e\u{301} \u{200D}", "plain ä 🌍 e\u{301} \u{200D}"), ("tab\tline\n", "tab\tline\n"),
            ("a\r\nb", "a\nb"), ("a\rb", "a\u{FFFD}b"), ("a\r\r\nb", "a\u{FFFD}\nb"), ("end\r", "end\u{FFFD}"),
            ("\u{1B}]0;t\u{7}", "\u{FFFD}]0;t\u{FFFD}"), ("\u{9B}2J", "\u{FFFD}2J"),
            ("\u{7F}\u{0}", "\u{FFFD}\u{FFFD}"),
            ("\u{202E}\u{2066}\u{200F}", "\u{FFFD}\u{FFFD}\u{FFFD}"),
        ]
    )
    func safe(text: String, expected: String) {
        #expect(TerminalText.safe(text) == expected)
    }

    @Test("A line is truncated by columns, whatever its characters, and has no tabs")
    func cutLine() {
        #expect(TerminalText.line("a\tb\nc", columns: 5) == "a b c")
        #expect(TerminalText.line("waiting for 日本語", columns: 15) == "waiting for 日…")
        #expect(TerminalText.line("waiting for 日本語", columns: 18) == "waiting for 日本語")
        #expect(TerminalText.line("👩‍👩‍👧 x", columns: 2).unicodeScalars.count <= 2)
        #expect(TerminalText.line("abc", columns: 0) == "")
    }

    @Test("A message is one line")
    func line() {
        #expect(TerminalText.line("a\nb\r\n\n c\u{1B}") == "a b  c\u{FFFD}")
    }

    @Test(
        "The output does not depend on the chunks of an answer",
        arguments: ["", "\n", "a", "a\n\nb\n\n", "a\r\n\r\nb\r\n", "\r\n\ra", "🌍e\u{301}\n\u{301}", "a\r"]
    )
    func anySplit(text: String) throws {
        let scalars = Array(text.unicodeScalars)
        let whole = try written([text])
        for cut in 0...scalars.count {
            let pieces = [scalars[..<cut], scalars[cut...]].map { scalars in
                scalars.reduce(into: "") { $0.unicodeScalars.append($1) }
            }
            #expect(try written(pieces) == whole)
        }
        #expect(try written(scalars.map { String($0) }) == whole)
        let isBlank = text.allSatisfy(\.isNewline)
        #expect((whole.last == 0x0A) == !isBlank)
        #expect(whole.starts(with: isBlank ? [] : Array(text.utf8.prefix { $0 != 0x0D && $0 != 0x0A })))
    }

    /// The bytes written to standard output for an answer in these chunks.
    private func written(_ pieces: [String]) throws -> [UInt8] {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        defer { close(ends[0]) }
        do {
            defer { close(ends[1]) }
            var writer = AnswerWriter(Console(output: StandardStream(descriptor: ends[1])))
            for piece in pieces { try writer.write(piece) }
            try writer.finish()
            try writer.finish()
        }
        var buffer = [UInt8](repeating: 0, count: 1024)
        let count = read(ends[0], &buffer, buffer.count)
        return Array(buffer.prefix(max(0, count)))
    }

    @Test("A closed pipe and an invalid descriptor are different failures")
    func failures() throws {
        signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        close(ends[0])
        defer { close(ends[1]) }
        #expect(throws: StandardStream.Failure.closedByReader) {
            try StandardStream(descriptor: ends[1]).write("x".utf8)
        }
        #expect(throws: StandardStream.Failure.failed(EBADF)) { try StandardStream(descriptor: 9999).write("x".utf8) }
    }

    @Test(
        "Sizes are human-readable",
        arguments: [
            (0, "0 B"), (999, "999 B"), (1000, "1 kB"), (1499, "1 kB"), (126_671_040, "127 MB"),
            (1_234_000_000, "1.2 GB"), (9_960_000_000, "10.0 GB"),
        ] as [(Int64, String)]
    )
    func bytes(count: Int64, words: String) {
        #expect(ByteCount.formatted(count) == words)
    }

    @Test(
        "Durations are human-readable",
        arguments: [
            (.zero, "0 ms"), (.milliseconds(999), "999 ms"), (.seconds(1), "1 s"), (.milliseconds(1500), "1.5 s"),
            (.milliseconds(59_940), "59.9 s"), (.seconds(60), "1 min"), (.seconds(90), "1 min 30 s"),
            (.seconds(600), "10 min"), (.seconds(3600), "1 h"), (.seconds(3900), "1 h 5 min"),
        ] as [(Duration, String)]
    )
    func durations(duration: Duration, words: String) {
        #expect(duration.shortText == words)
    }
}
