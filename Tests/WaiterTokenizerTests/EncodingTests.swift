import Testing

@_spi(Benchmarks) @testable import WaiterTokenizer

@Suite("Encoding")
struct EncodingTests {
    @Test("Every id is tiktoken's", arguments: TokenEncoding.all)
    func fixtures(_ encoding: TokenEncoding) throws {
        let fixture = try Fixture()
        let expected = try #require(fixture.ids[encoding.name])
        #expect(fixture.texts.count == expected.count && fixture.texts.count > 250)
        for (text, ids) in zip(fixture.texts, expected) {
            #expect(encoding.encode(text) == ids, "\(text.debugDescription)")
            #expect(encoding.count(text) == ids.count, "\(text.debugDescription)")
            #expect(try encoding.decodeStrictly(ids) == text)
        }
    }

    @Test(
        "Random texts have the same tokens as in the reference implementation, and round-trip",
        arguments: [1, 2] as [UInt64]
    )
    func twin(seed: UInt64) throws {
        for twin in SlowTokenizer.all {
            var random = RandomText(seed: seed)
            for round in 0..<120 {
                let text = random.text()
                let ids = twin.encoding.encode(text)
                #expect(ids == twin.encode(text), "seed \(seed), round \(round): \(text.debugDescription)")
                #expect(twin.encoding.count(text) == ids.count, "seed \(seed), round \(round)")
                #expect(try twin.encoding.decodeStrictly(ids) == text, "seed \(seed), round \(round)")
            }
        }
    }

    @Test("Texts longer than a batch have the same tokens at once and when counted again from the cache")
    func longTexts() throws {
        var random = RandomText(seed: 7)
        let text = (0..<1500).map { _ in random.text(maximum: 4) }.joined(separator: " ")
        for twin in SlowTokenizer.all {
            let ids = twin.encoding.encode(text)
            #expect(ids == twin.encode(text))
            #expect(twin.encoding.count(text) == ids.count)
            #expect(twin.encoding.count(text) == ids.count)
        }
    }

    @Test("Counts do not change as words are cached, text by text")
    func growingMemory() {
        for encoding in [TokenEncoding.o200kBase, .cl100kBase] {
            let encoding = encoding.withoutMemory()
            var random = RandomText(seed: 5)
            for round in 0..<500 {
                let words = (0..<40).map { _ in String(random.next() % 9_000_000, radix: 36) + random.text(maximum: 2) }
                let text = words.joined(separator: " ")
                let count = encoding.encode(text).count
                #expect(encoding.count(text) == count, "seed 5, round \(round), \(encoding)")
                #expect(encoding.count(text) == count, "seed 5, round \(round), again, \(encoding)")
            }
        }
    }

    @Test("A million equal letters, blanks or line breaks are counted in linear time")
    func equalLetters() {
        for (unit, expected) in [("a", 125_000), (" ", 7813), ("\n", 62_500)] {
            let text = String(repeating: unit, count: 1_000_000)
            #expect(TokenEncoding.o200kBase.count(text) <= expected * 2)
            #expect(TokenEncoding.o200kBase.encode(text).count == TokenEncoding.o200kBase.count(text))
        }
    }

    @Test("A part of a text has the tokens of that part")
    func substrings() {
        let text = "one two three"
        #expect(TokenEncoding.cl100kBase.count(text.dropFirst(4)) == TokenEncoding.cl100kBase.count("two three"))
        #expect(TokenEncoding.cl100kBase.count("") == 0)
        #expect(TokenEncoding.cl100kBase.encode("") == [])
    }

    @Test("Several threads share an encoding, and a batch has the counts of its texts")
    func batches() {
        var random = RandomText(seed: 3)
        let texts = (0..<400).map { _ in String(repeating: random.text(), count: 40) }
        let counts = texts.map { TokenEncoding.o200kBase.count($0) }
        #expect(TokenEncoding.o200kBase.countBatch(texts) == counts)
        #expect(TokenEncoding.o200kBase.countBatch(texts, threads: 8) == counts)
        #expect(TokenEncoding.o200kBase.encodeBatch(texts, threads: 3).map(\.count) == counts)
        #expect(TokenEncoding.o200kBase.countBatch([]) == [])
    }
}
