import Testing

@testable import WaiterTokenizer

/// Text without a position at which every rule ends a piece.
@Suite("Long runs")
struct EndlessRunTests {
    private static let encodings = [TokenEncoding.o200kBase, .cl100kBase, .p50kBase, .r50kBase]

    @Test("No token is longer than the window in which a token boundary must occur")
    func longestToken() {
        for encoding in TokenEncoding.all {
            let longest = (0..<encoding.core.tables.limit).map { encoding.core.tables.length(of: $0) }.max()
            #expect(longest == PieceCounter.longestToken, "\(encoding)")
        }
    }

    @Test(
        "However long a run is, its buffer is bounded, and its count is that of the whole",
        arguments: ["a", "A", "7", " ", "字", "\n", "ab", "字A", " \n", "=", "!\n", "\t", "\u{301}", "aB", "א", "\r\n"]
    )
    func memory(unit: String) throws {
        let whole = Array((String(repeating: unit, count: 30_000 / unit.utf8.count) + "Ab").utf8)
        for encoding in [TokenEncoding.o200kBase, .cl100kBase, .r50kBase] {
            var stream = TokenCounterStream(encoding, limit: 1 << 11)
            var most = 0
            for start in stride(from: 0, to: whole.count, by: 1500) {
                try stream.append(Array(whole[start..<min(whole.count, start + 1500)]))
                most = max(most, stream.keptByteCount)
            }
            #expect(most < 12 << 10, "\(unit.debugDescription), \(encoding)")
            #expect(try stream.finish() == encoding.count(utf8: whole), "\(unit.debugDescription), \(encoding)")
        }
    }

    @Test("Of a run of 4 MB in large chunks, less than 1 MB is buffered")
    func largeParts() throws {
        let part = Array(String(repeating: "a", count: 500_000).utf8)
        var stream = TokenCounterStream(.o200kBase)
        for _ in 0..<8 {
            try stream.append(part)
            #expect(stream.keptByteCount < 1 << 20)
        }
        #expect(try stream.finish() == 500_000)
    }

    @Test("Random runs have the count of the whole wherever they are split", arguments: [1, 2, 3] as [UInt64])
    func random(seed: UInt64) throws {
        var random = RandomText(seed: seed)
        for round in 0..<12 {
            let bytes = Array(random.runs(of: 2000).utf8)
            let limit = [48, 300, 1000][random.number(below: 3)]
            let step = 1 + random.number(below: [5, 700, 5000][random.number(below: 3)])
            for encoding in Self.encodings {
                var stream = TokenCounterStream(encoding, limit: limit)
                var at = 0
                while at < bytes.count {
                    let end = min(bytes.count, at + step)
                    try stream.append(Array(bytes[at..<end]))
                    at = end
                }
                let place: Comment = "seed \(seed), round \(round), limit \(limit), step \(step), \(encoding)"
                #expect(try stream.finish() == encoding.count(utf8: bytes), place)
            }
        }
    }

    @Test("The reference implementation counts a run, split anywhere, like the stream", arguments: [4, 5] as [UInt64])
    func twin(seed: UInt64) throws {
        for twin in SlowTokenizer.all {
            var random = RandomText(seed: seed)
            for round in 0..<3 {
                let text = random.runs(of: 500)
                var stream = TokenCounterStream(twin.encoding, limit: 300)
                let bytes = Array(text.utf8)
                let step = 1 + random.number(below: 400)
                for start in stride(from: 0, to: bytes.count, by: step) {
                    try stream.append(Array(bytes[start..<min(bytes.count, start + step)]))
                }
                #expect(
                    try stream.finish() == twin.encode(text).count,
                    "seed \(seed), round \(round), \(twin.encoding)"
                )
            }
        }
    }
}
