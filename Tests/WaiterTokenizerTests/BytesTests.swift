import Testing
import WaiterTokenizer

@Suite("Bytes")
struct BytesTests {
    @Test(
        "Invalid UTF-8 is an error with the offset of the first invalid byte",
        arguments: [
            ([0x61, 0xFF, 0x62], 1), ([0xC0, 0x80], 0), ([0x61, 0x62, 0xE2, 0x82], 2), ([0xED, 0xA0, 0x80], 0),
            ([0xF4, 0x90, 0x80, 0x80], 0), ([0xE2, 0x28, 0xA1], 0), ([0xF0, 0x9F, 0x98], 0), ([0x80], 0),
        ] as [([UInt8], Int)]
    )
    func invalid(bytes: [UInt8], offset: Int) throws {
        // Also after a run that is validated at once.
        for lead in [0, 5, 40] {
            let text = [UInt8](repeating: 0x78, count: lead) + bytes
            let error = #expect(throws: TokenizerError.self) { try TokenEncoding.o200kBase.count(utf8: text) }
            #expect(error?.code == .invalidUTF8)
            #expect(error?.offset == lead + offset)
            #expect(throws: TokenizerError.self) { try TokenEncoding.o200kBase.encode(utf8: text) }
        }
    }

    @Test("Bytes and text have the same tokens")
    func same() throws {
        var random = RandomText(seed: 11)
        for _ in 0..<100 {
            let text = random.text()
            let ids = TokenEncoding.cl100kBase.encode(text)
            #expect(try TokenEncoding.cl100kBase.encode(utf8: Array(text.utf8)) == ids)
            #expect(try TokenEncoding.cl100kBase.count(utf8: Array(text.utf8)) == ids.count)
            #expect(try Array(text.utf8).withUnsafeBytes { try TokenEncoding.cl100kBase.count(utf8: $0) } == ids.count)
        }
    }

    @Test("A stream split anywhere has the count of the whole")
    func stream() throws {
        for encoding in [TokenEncoding.o200kBase, .cl100kBase, .r50kBase] {
            var random = RandomText(seed: 13)
            for round in 0..<12 {
                let text = (0..<400).map { _ in random.text() }.joined(separator: round % 2 == 0 ? " " : "")
                let bytes = Array(text.utf8)
                let whole = encoding.count(text)
                for step in [1 + random.number(below: 60), 4096, 100_000] {
                    var stream = TokenCounterStream(encoding)
                    for start in Swift.stride(from: 0, to: bytes.count, by: step) {
                        try stream.append(Array(bytes[start..<min(bytes.count, start + step)]))
                    }
                    #expect(try stream.finish() == whole, "seed 13, round \(round), step \(step), \(encoding)")
                }
            }
        }
    }

    @Test("A stream reports the offset of invalid bytes from its start")
    func wrongStream() throws {
        var stream = TokenCounterStream(.o200kBase)
        try stream.append(String(repeating: "word ", count: 4000))
        let error = #expect(throws: TokenizerError.self) {
            try stream.append([0x61, 0xFF])
            _ = try stream.finish()
        }
        #expect(error?.offset == 20_001)
        var cut = TokenCounterStream(.o200kBase)
        try cut.append([0x61, 0xE2, 0x82])
        #expect(throws: TokenizerError.self) { try cut.finish() }
    }
}
