import Testing
import WaiterTerminal
import WaiterTestSupport

@Suite("Key decoding")
struct KeyDecoderTests {
    private func keys(_ text: String) -> [EditorKey] {
        var decoder = KeyDecoder()
        let keys = decoder.feed(text.utf8)
        #expect(!decoder.isWaiting)
        return keys
    }

    @Test(
        "Different sequences of terminals decode to the same key",
        arguments: [
            (["\u{1B}[A", "\u{1B}OA", "\u{1B}[1;2A"], EditorKey.up),
            (["\u{1B}[H", "\u{1B}OH", "\u{1B}[1~", "\u{1B}[7~"], .home),
            (["\u{1B}[F", "\u{1B}OF", "\u{1B}[4~", "\u{1B}[8~"], .end),
            (["\u{1B}[1;5C", "\u{1B}[1;3C", "\u{1B}Oc"], .wordRight),
            (["\u{1B}[1;5D", "\u{1B}[1;3D", "\u{1B}Od"], .wordLeft),
            (["\u{1B}[3~"], .delete),
            (["\u{1B}[3;5~"], .deleteWord),
            (["\u{1B}[13;2u", "\u{1B}[27;2;13~"], .newline),
            (["\r", "\u{1B}OM"], .enter),
            (["\u{1B}\u{7F}"], .meta("\u{7F}")),
            (["\u{1B}ä"], .meta("ä")),
        ]
    )
    func sequences(_ sent: [String], _ key: EditorKey) {
        for sequence in sent { #expect(keys(sequence) == [key], "\(sequence.debugDescription)") }
    }

    @Test(
        "Unknown sequences are consumed completely",
        arguments: [
            "\u{1B}[15~", "\u{1B}[1;5P", "\u{1B}OP", "\u{1B}[[A", "\u{1B}[M !!", "\u{1B}[<0;10;20M", "\u{1B}[?62;22c",
            "\u{1B}]11;rgb:0000/0000/0000\u{07}", "\u{1B}]11;rgb:0000\u{1B}\\", "\u{1B}P1$r0m\u{1B}\\", "\u{1B}[Z",
            "\u{1B}[I", "\u{1B}[ q", "\u{1B}[" + String(repeating: "1;", count: 500) + "A",
        ]
    )
    func unknown(_ sequence: String) {
        let keys = keys(sequence + "x")
        #expect(keys.last == .scalar("x"))
        #expect(keys.dropLast().allSatisfy { $0 == .up }, "\(sequence.debugDescription)")
    }

    @Test("An interrupted sequence is dropped, and the interrupting input counts")
    func interrupted() {
        #expect(keys("\u{1B}[1;\r") == [.enter])
        #expect(keys("\u{1B}[1;\u{1B}[A") == [.up])
        #expect(keys("\u{1B}O\u{1B}[A") == [.up])
        #expect(keys("\u{1B}]0;\u{03}") == [.ctrl("C")])
    }

    @Test("A lone Escape is a key once nothing has followed, and an incomplete sequence is dropped")
    func timeOut() {
        var decoder = KeyDecoder()
        #expect(decoder.feed([0x1B]) == [])
        #expect(decoder.isWaiting)
        #expect(decoder.timeOut() == [.escape])
        #expect(decoder.feed("[A".utf8) == [.scalar("["), .scalar("A")])
        for begun in ["\u{1B}[", "\u{1B}[1;", "\u{1B}O", "\u{1B}]x", "\u{1B}[M!"] {
            #expect(decoder.feed(begun.utf8) == [])
            #expect(decoder.isWaiting && decoder.timeOut() == [] && !decoder.isWaiting, "\(begun.debugDescription)")
        }
        #expect(decoder.feed("a".utf8) == [.scalar("a")])
    }

    @Test("A paste is one key with line feeds, however long, whatever its content")
    func paste() {
        #expect(keys(Sent.paste("a\rb\r\nc\nd\t\u{1B}[A\u{03}")) == [.pasted("a\nb\nc\nd\t\u{1B}[A\u{03}")])
        let long = String(repeating: "long ", count: 20_000)
        #expect(keys(Sent.paste(long)) == [.pasted(long)])
        var decoder = KeyDecoder()
        _ = decoder.feed("\u{1B}[200~half".utf8)
        #expect(!decoder.isWaiting && decoder.timeOut() == [])
        #expect(decoder.feed(" whole\u{1B}[201~".utf8) == [.pasted("half whole")])
    }

    @Test("Invalid UTF-8 decodes as in Swift", arguments: 1...200)
    func invalid(_ seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let alphabet: [UInt8] = [
            0x41, 0x80, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE0, 0xE2, 0xED, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF,
        ]
        let bytes = (0..<12).compactMap { _ in alphabet.randomElement(using: &random) } + [0x42]
        var decoder = KeyDecoder()
        let expected = String(decoding: bytes, as: UTF8.self).unicodeScalars.map { EditorKey.scalar($0) }
        #expect(decoder.feed(bytes) == expected, "seed \(seed), \(bytes)")
    }

    private static let samples = [
        "aé漢👩‍👩‍👧", Sent.up, "\u{1B}[1;5C", "\u{1B}OH", "\u{1B}b", "\u{1B}ä", "\u{1B}[15~", "\u{1B}[[A", "\u{1B}[M !!",
        "\u{1B}]0;title\u{07}", "\u{1B}P1$r\u{1B}\\", Sent.paste("x\r\ny\u{1B}[20~é"), "\r", "\n", "\u{03}",
        "\u{1B}\u{1B}[D",
        "\u{7F}", "\u{1B}[1;\r",
    ]

    @Test("Any split into two chunks, and into bytes, gives the same keys")
    func everyCut() {
        let bytes = Array(Self.samples.joined().utf8) + [0xE2, 0x82, 0x41, 0xFF, 0xC3, 0x1B, 0x5B, 0x41]
        var whole = KeyDecoder()
        let expected = whole.feed(bytes)
        for pieces in SplitEverywhere.twoPieces(bytes) {
            var decoder = KeyDecoder()
            #expect(pieces.flatMap { decoder.feed($0) } == expected, "cut at \(pieces[0].count)")
        }
    }

    @Test("Random keys in random chunks", arguments: 1...300)
    func randomCuts(_ seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        var bytes: [UInt8] = []
        for _ in 0..<20 {
            var sample = Array((Self.samples.randomElement(using: &random) ?? "").utf8)
            // Damaged ones as well.
            if Int.random(in: 0..<5, using: &random) == 0 {
                sample.removeLast(Int.random(in: 0..<sample.count, using: &random))
            }
            if Int.random(in: 0..<8, using: &random) == 0 { sample.append(UInt8.random(in: 0...255, using: &random)) }
            bytes += sample
        }
        var whole = KeyDecoder()
        let expected = whole.feed(bytes)
        var decoder = KeyDecoder()
        let pieces = SplitEverywhere.random(bytes, longest: 5, using: &random)
        #expect(pieces.flatMap { decoder.feed($0) } == expected, "seed \(seed)")
        #expect(decoder.isWaiting == whole.isWaiting, "seed \(seed)")
    }
}
