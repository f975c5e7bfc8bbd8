import Testing
import Waiter
import WaiterTestSupport

@Suite("JSON that is arriving")
struct PartialJSONTests {
    /// The values after each byte of a text, without repetitions.
    private func snapshots(of text: String) -> [String] {
        var partial = PartialJSON()
        var snapshots: [String] = []
        for byte in Array(text.utf8) {
            if partial.append([byte]), let value = partial.value { snapshots.append(value.jsonText) }
        }
        if partial.finish(), let value = partial.value { snapshots.append(value.jsonText) }
        return snapshots
    }

    @Test("Strings grow by byte, numbers and literals appear whole, and keys appear with their values")
    func examples() {
        #expect(
            snapshots(of: #"{"ab": "cd", "n": 12, "t": true}"#) == [
                "{}", #"{"ab":""}"#, #"{"ab":"c"}"#, #"{"ab":"cd"}"#, #"{"ab":"cd","n":12}"#,
                #"{"ab":"cd","n":12,"t":true}"#,
            ]
        )
        #expect(
            snapshots(of: #"[-1.5e3,null,[[]]]"#) == [
                "[]", "[-1500]", "[-1500,null]", "[-1500,null,[]]", "[-1500,null,[[]]]",
            ]
        )
        #expect(snapshots(of: " 120 ") == ["120"])
        #expect(snapshots(of: "120") == ["120"])
        #expect(snapshots(of: "tru") == [])
        #expect(snapshots(of: "\u{FEFF} 1 ") == ["1"])
        #expect(snapshots(of: " \u{FEFF}1 ") == [])
        #expect(snapshots(of: #""é""#) == [#""""#, #""é""#])
    }

    @Test("Escapes and surrogate pairs appear when they are complete")
    func escapes() {
        #expect(snapshots(of: #""a\n\u00e9""#) == [#""""#, #""a""#, #""a\n""#, #""a\né""#])
        #expect(snapshots(of: #""\ud83d\ude00!""#) == [#""""#, #""😀""#, #""😀!""#])
        #expect(snapshots(of: #""\ud83dx""#) == [#""""#, "\"\u{FFFD}x\""])
        #expect(snapshots(of: #""\ud83d""#) == [#""""#, "\"\u{FFFD}\""])
    }

    @Test("What is not JSON, repeats a key or is nested too deeply ends the growth and keeps what was visible")
    func stops() {
        #expect(snapshots(of: #"{"a":1,"a":2}"#) == ["{}", #"{"a":1}"#])
        #expect(snapshots(of: #"{"a":1,]"#) == ["{}", #"{"a":1}"#])
        #expect(snapshots(of: #"["a\x"#).last == #"["a"]"#)
        #expect(snapshots(of: "nope") == [])
        #expect(snapshots(of: "[01]") == ["[]"])
        #expect(snapshots(of: "[] []") == ["[]"])
        let deep = snapshots(of: String(repeating: "[", count: 2000))
        #expect(deep.count == JSONReader.maxDepth)
    }

    @Test("At every prefix of a document nothing goes backwards, and the end is the document", arguments: 0..<10)
    func prefixes(_ group: UInt64) throws {
        for seed in (group * 100)..<(group * 100 + 100) {
            var random = RandomJSON(seed: seed)
            let document = random.value()
            for text in [document.jsonText, document.prettyJSONText, document.jsonText.escapedToASCII] {
                try checkPrefixes(of: text, seed)
            }
        }
    }

    private func checkPrefixes(of text: String, _ seed: UInt64) throws {
        let whole = try JSONValue(jsonText: text)
        var partial = PartialJSON()
        var previous: JSONValue?
        for byte in Array(text.utf8) {
            let isNew = partial.append([byte])
            let value = partial.value
            try #require(isNew == (value != previous) || isNew, "seed \(seed): a change was not reported")
            if let previous { try #require(value?.continues(previous) == true, "seed \(seed): \(previous) \(text)") }
            previous = value
        }
        _ = partial.finish()
        if let previous { try #require(partial.value?.continues(previous) == true, "seed \(seed)") }
        #expect(partial.value == whole, "seed \(seed): \(text)")
        #expect(partial.value?.jsonText == whole.jsonText, "seed \(seed): \(text)")
        #expect(partial.isComplete, "seed \(seed): \(text)")
    }

    @Test("Any split of a document gives the same value, and a held snapshot does not change")
    func splits() throws {
        for seed in 0..<300 as Range<UInt64> {
            var random = RandomJSON(seed: seed)
            let text = random.value().jsonText.escapedToASCII
            let bytes = Array(text.utf8)
            var partial = PartialJSON()
            var held: [(value: JSONValue, text: String)] = []
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, start + Int.random(in: 1...9, using: &random.random))
                if partial.append(Array(bytes[start..<end])), let value = partial.value {
                    held.append((value, value.jsonText))
                }
                start = end
            }
            _ = partial.finish()
            #expect(try partial.value == JSONValue(jsonText: text), "seed \(seed)")
            for snapshot in held { #expect(snapshot.value.jsonText == snapshot.text, "seed \(seed)") }
        }
    }

    @Test("Bytes that resemble JSON never trap, and valid documents among them are read as the reader does")
    func randomBytes() {
        var valid = 0
        for seed in 0..<20_000 as Range<UInt64> {
            var random = RandomJSON(seed: seed)
            let bytes = random.bytes(upTo: 24)
            var partial = PartialJSON()
            for byte in bytes { _ = partial.append([byte]) }
            _ = partial.finish()
            guard let value = try? JSONValue(parsing: bytes) else { continue }
            valid += 1
            // A repeated key ends the growth.
            if partial.isComplete { #expect(partial.value == value, "seed \(seed)") }
        }
        #expect(valid > 100)
    }

    @Test("Invalid UTF-8 becomes what it becomes in a whole document")
    func invalidUTF8() throws {
        for seed in 0..<2000 as Range<UInt64> {
            var random = SeededRandom(seed: seed)
            let alphabet: [UInt8] = [0x61, 0x80, 0xBF, 0xC3, 0xE2, 0xED, 0xA0, 0xF0, 0x9F, 0xFF, 0x5C]
            var bytes: [UInt8] = [0x22]
            for _ in 0..<12 {
                let byte = alphabet.randomElement(using: &random) ?? 0
                bytes += byte == 0x5C ? Array(#"\ud83d"#.utf8) : [byte]
            }
            bytes.append(0x22)
            var partial = PartialJSON()
            for byte in bytes { _ = partial.append([byte]) }
            #expect(try partial.value == JSONValue(parsing: bytes), "seed \(seed)")
        }
    }

    @Test("A long document in small pieces costs time in proportion to its length", .timeLimit(.minutes(1)))
    func cost() {
        // Copying what has grown would move 300 GB.
        var partial = PartialJSON()
        var changes = 0
        if partial.append(#"{"list":["#) { changes += 1 }
        for _ in 0..<150_000 where partial.append("1,") { changes += 1 }
        if partial.append(#"0],"text":""#) { changes += 1 }
        for _ in 0..<400_000 where partial.append("abcd") { changes += 1 }
        if partial.append(#""}"#) { changes += 1 }
        #expect(partial.isComplete)
        #expect(partial.value?["list"]?.arrayValue?.count == 150_001)
        #expect(partial.value?["text"]?.stringValue?.utf8.count == 1_600_000)
        #expect(changes == 550_002)
    }

    @Test("Values that take too much memory for their size end the growth")
    func memory() {
        var partial = PartialJSON()
        _ = partial.append("[")
        for _ in 0..<300 { _ = partial.append(String(repeating: "0,", count: 10_000)) }
        #expect(partial.isStopped)
    }
}

extension PartialJSON {
    fileprivate mutating func append(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBufferPointer { append($0) } }
}

extension String {
    /// The JSON text with all other characters as escapes of UTF-16.
    fileprivate var escapedToASCII: String {
        utf16.map { unit in
            let digits = String(unit, radix: 16)
            return unit < 0x80
                ? String(UnicodeScalar(UInt8(unit))) : "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }
}
