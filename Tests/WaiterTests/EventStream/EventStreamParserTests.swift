import Testing
import Waiter
import WaiterTestSupport

@Suite("Parsing a body into events")
struct EventStreamParserTests {
    struct Seen: Equatable {
        var type = ""
        var data: String
        var id = ""
    }

    /// Returns the events of a body in these chunks.
    static func events(_ pieces: [[UInt8]], finishing: Bool = true, limit: Int = 16 << 20) throws -> [Seen] {
        var parser = EventStreamParser(limit: limit)
        var seen: [Seen] = []
        func note(_ event: EventStreamParser.Event) {
            let data = parser.withData(of: event) { String(decoding: $0, as: UTF8.self) }
            seen.append(Seen(type: event.type, data: data, id: parser.lastEventID))
        }
        for piece in pieces {
            try parser.append(piece)
            while let event = try parser.next() { note(event) }
        }
        while finishing, let event = try parser.finish() { note(event) }
        return seen
    }

    private func events(_ text: String) throws -> [Seen] { try Self.events([Array(text.utf8)]) }

    @Test("Lines end with CR, LF or CRLF", arguments: ["\n", "\r", "\r\n"])
    func lineEnds(end: String) throws {
        let text = ["event: a", "data: 1", "", "data: 2", "", ""].joined(separator: end)
        #expect(try events(text) == [Seen(type: "a", data: "1"), Seen(data: "2")])
    }

    @Test("CR, LF and CRLF may be mixed")
    func mixedLineEnds() throws {
        #expect(try events("data:1\rdata:2\r\ndata:3\n\r\ndata:4\n\n") == [Seen(data: "1\n2\n3"), Seen(data: "4")])
        #expect(
            try events("data:1\r\rdata:2\r\n\r\ndata:3\n\n") == [Seen(data: "1"), Seen(data: "2"), Seen(data: "3")]
        )
    }

    @Test(
        "Fields are parsed as the standard specifies",
        arguments: [
            ("data:x\n\n", [Seen(data: "x")]),
            ("data: x\n\n", [Seen(data: "x")]),
            ("data:  x \n\n", [Seen(data: " x ")]),
            ("data\n\n", [Seen(data: "")]),
            ("data:\n\n", [Seen(data: "")]),
            ("data\ndata\n\n", [Seen(data: "\n")]),
            ("data: a\ndata:\ndata: b\n\n", [Seen(data: "a\n\nb")]),
            ("data: a:b: c\n\n", [Seen(data: "a:b: c")]),
            ("database: x\n\n", []),
            ("dat: x\n\n", []),
            ("Data: x\n\n", []),
            (" data: x\n\n", []),
            ("data : x\n\n", []),
            ("event: e\n\n", []),
            ("event: e\n\ndata: x\n\n", [Seen(data: "x")]),
            ("event: e\nevent: f\ndata: x\n\ndata: y\n\n", [Seen(type: "f", data: "x"), Seen(data: "y")]),
            (": comment\n\n:\n\ndata: x\n: more\n\n", [Seen(data: "x")]),
            ("id: 7\ndata: x\n\ndata: y\n\n", [Seen(data: "x", id: "7"), Seen(data: "y", id: "7")]),
            ("id: 7\n\ndata: y\n\n", [Seen(data: "y", id: "7")]),
            ("id: 7\ndata: x\n\nid\ndata: y\n\n", [Seen(data: "x", id: "7"), Seen(data: "y")]),
            ("id: 7\nid: 8\u{0}\ndata: x\n\n", [Seen(data: "x", id: "7")]),
            ("\n\n\ndata: x\n\n\n\n", [Seen(data: "x")]),
            ("data: {}\ndata: {\"a\":1}\ndata: [DONE]\n", ["{}", "{\"a\":1}", "[DONE]"].map { Seen(data: $0) }),
            ("data: {}\ndata: {\"a\":1}", [Seen(data: "{}"), Seen(data: "{\"a\":1}")]),
            ("data: {}\ndata: {\"a\":\n\n", [Seen(data: "{}"), Seen(data: "{\"a\":")]),
            ("data: {\"a\":\ndata: {}}\n\n", [Seen(data: "{\"a\":\n{}}")]),
            ("data: {}\ndata: x\n\n", [Seen(data: "{}\nx")]), ("data: x\ndata: {}\n\n", [Seen(data: "x\n{}")]),
            ("event: a\ndata: {}\ndata: {}\n\n", [Seen(type: "a", data: "{}"), Seen(data: "{}")]),
            ("data: {}\ndata: {}\n\ndata: {}\n\n", [Seen(data: "{}"), Seen(data: "{}"), Seen(data: "{}")]),
            ("", []),
        ]
    )
    func fields(text: String, expected: [Seen]) throws {
        #expect(try events(text) == expected)
    }

    @Test("The reconnection time is kept if it is an integer")
    func retry() throws {
        func retry(_ text: String) throws -> Duration? {
            var parser = EventStreamParser()
            try parser.append(Array("retry:\(text)\n\n".utf8))
            _ = try parser.next()
            return parser.retry
        }
        #expect(try retry(" 1500") == .milliseconds(1500))
        for text in ["", " -1", " 1.5", " x", " 1 ", " 99999999999999999999"] { #expect(try retry(text) == nil) }
    }

    @Test("A byte-order mark is dropped only at the start")
    func byteOrderMark() throws {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let event = Array("data: x\n\n".utf8)
        for pieces in SplitEverywhere.twoPieces(mark + event) { #expect(try Self.events(pieces) == [Seen(data: "x")]) }
        #expect(try Self.events([mark + mark + event]) == [])
        #expect(try Self.events([event + mark + event]) == [Seen(data: "x")])
        #expect(try Self.events([[0xEF], event]) == [])
    }

    @Test("An event without its blank line is delivered at the end of the body")
    func unterminated() throws {
        #expect(try events("data: x") == [Seen(data: "x")])
        #expect(try events("data: x\n") == [Seen(data: "x")])
        #expect(try events("event: e\ndata: x\r") == [Seen(type: "e", data: "x")])
        #expect(try events("data: x\n\ndata: y\ndata: z") == [Seen(data: "x"), Seen(data: "y\nz")])
        #expect(try events("event: e") == [])
        #expect(try events("data: x\n\nid: 4") == [Seen(data: "x")])
    }

    @Test("Invalid UTF-8 is passed through in data and replaced in names")
    func invalidUTF8() throws {
        let bytes = Array("event: ".utf8) + [0xFF] + Array("\ndata: ".utf8) + [0xC3] + Array("\n\n".utf8)
        #expect(try Self.events([bytes]) == [Seen(type: "\u{FFFD}", data: "\u{FFFD}")])
    }

    private static let everything = Array(
        ("\u{FEFF}: hi\r\nevent: a\rdata: 1\r\ndata: é😀\n\r\n\r\rdata:x\n\nid: 9\ndata\n\nretry: 5\r\n\r\n"
            + "data: {\"a\":\"b\"}\r\n\r\n: ping\n\ndata: last\r").utf8
    )

    @Test("A body split anywhere into two chunks, or into single bytes, has the same events")
    func cuts() throws {
        let whole = try Self.events([Self.everything])
        #expect(whole.count == 5)
        for pieces in SplitEverywhere.twoPieces(Self.everything) {
            #expect(try Self.events(pieces) == whole, "cut at \(pieces[0].count)")
        }
    }

    @Test("Random bodies have the same events in random chunks as in one chunk", arguments: UInt64(1)...10)
    func randomCuts(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let words = [
            "data", ":", " ", "\r", "\n", "\r\n", "\n\n", "x", "é", "id", "event", "retry", "7", "\u{FEFF}", "\u{0}",
        ]
        for round in 0..<200 {
            let text = (0..<Int.random(in: 0..<60, using: &random)).map { _ in words.randomElement(using: &random) ?? ""
            }
            let bytes = Array(text.joined().utf8)
            let whole = try Self.events([bytes])
            let pieces = SplitEverywhere.random(bytes, longest: 5, using: &random)
            #expect(try Self.events(pieces) == whole, "seed \(seed), round \(round)")
            #expect(try Self.events(bytes.map { [$0] }) == whole, "seed \(seed), round \(round)")
        }
    }

    @Test("An event larger than the limit is rejected before it is complete")
    func limit() throws {
        let small = Array("data: 0123456789\n\n".utf8)
        #expect(try Self.events([small + small + small], limit: 20).count == 3)
        #expect(throws: EventStreamParser.TooLarge.self) { try Self.events([small], limit: 5) }
        let many = Array(repeating: Array("data: 0123\n".utf8), count: 10)
        #expect(throws: EventStreamParser.TooLarge.self) { try Self.events(many, limit: 20) }
        #expect(throws: EventStreamParser.TooLarge.self) {
            try Self.events(Array(repeating: Array(": 0123".utf8), count: 10), limit: 20)
        }
    }

    private func time(_ work: () throws -> Void) throws -> Duration { try ContinuousClock().measure(work) }

    @Test("A line of 16 MB takes linear time, in one piece or in chunks")
    func longLine() throws {
        let line = Array("data: ".utf8) + [UInt8](repeating: 0x78, count: (16 << 20) - 16) + [10, 10]
        #expect(try Self.events([line]).first?.data.utf8.count == (16 << 20) - 16)
        let pieces = stride(from: 0, to: line.count, by: 4096).map { Array(line[$0..<min($0 + 4096, line.count)]) }
        var count = 0
        let taken = try time { count = try Self.events(pieces).count }
        #expect(count == 1)
        #expect(taken < .seconds(20), "quadratic time would take minutes: \(taken)")
    }

    @Test("Single bytes, and data with many lines, take linear time")
    func manyPieces() throws {
        let line = Array("data: ".utf8) + [UInt8](repeating: 0x78, count: 500_000) + [10, 10]
        let bytes = line.map { [$0] }
        var count = 0
        let single = try time { count = try Self.events(bytes).count }
        #expect(count == 1)
        #expect(single < .seconds(20), "quadratic time would take minutes: \(single)")
        let lines = Array(String(repeating: "data: x\n", count: 300_000).utf8) + [10]
        let joined = try time { count = try Self.events([lines]).first?.data.utf8.count ?? 0 }
        #expect(count == 599_999)
        #expect(joined < .seconds(20), "quadratic time would take minutes: \(joined)")
    }
}
