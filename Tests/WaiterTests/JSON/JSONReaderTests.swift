import Testing
import Waiter
import WaiterTestSupport

@Suite("Reading JSON")
struct JSONReaderTests {
    private func parse(_ text: String) throws -> JSONValue { try JSONValue(jsonText: text) }

    private func failure(_ text: String) -> JSONError.Kind? {
        do {
            _ = try JSONValue(parsing: Array(text.utf8))
            return nil
        } catch {
            return (error as? JSONError)?.kind
        }
    }

    @Test(
        "Each escape decodes to its character",
        arguments: [
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
            (#""\u0041\u00e9\u20AC""#, "A\u{E9}\u{20AC}"),
            (#""\ud83d\ude00""#, "\u{1F600}"),
            (#""\u0000""#, "\u{0}"),
            (#""""#, ""),
            ("\"a\tb\"", "a\tb"),
        ]
    )
    func escapes(json: String, text: String) throws {
        #expect(try parse(json) == .string(text))
        #expect(try JSONValue(parsing: Array("{\(json):1}".utf8)) == .object([text: 1]))
    }

    @Test(
        "An unpaired surrogate becomes one replacement character",
        arguments: [
            (#""\ud83d""#, "\u{FFFD}"),
            (#""\ude00""#, "\u{FFFD}"),
            (#""a\ud83db""#, "a\u{FFFD}b"),
            (#""\ud83d\ud83d\ude00""#, "\u{FFFD}\u{1F600}"),
            (#""\ude00\ud83d""#, "\u{FFFD}\u{FFFD}"),
            (#""\ud83d\n""#, "\u{FFFD}\n"),
            (#""\ud83d\u0041""#, "\u{FFFD}A"),
        ]
    )
    func surrogates(json: String, text: String) throws {
        #expect(try parse(json) == .string(text))
    }

    @Test("Invalid UTF-8 becomes replacement characters, in values and keys")
    func invalidUTF8() throws {
        let bytes: [UInt8] = [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x22, 0x61, 0xC3, 0x22, 0x7D]
        #expect(try JSONValue(parsing: bytes) == .object(["\u{FFFD}": "a\u{FFFD}"]))
    }

    @Test("A byte-order mark is dropped, and is not a document on its own")
    func byteOrderMark() throws {
        #expect(try JSONValue(parsing: [0xEF, 0xBB, 0xBF, 0x31]) == 1)
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0xEF, 0xBB, 0xBF]) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0xEF, 0xBB]) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: [UInt8]()) }
    }

    @Test(
        "Numbers keep their value, or the closest Double",
        arguments: [
            ("0", JSONValue.integer(0)),
            ("-0", .integer(0)),
            ("9223372036854775807", .integer(.max)),
            ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .number(9_223_372_036_854_775_808)),
            ("-9223372036854775809", .number(-9_223_372_036_854_775_808)),
            ("18446744073709551616", .number(18_446_744_073_709_551_616)),
            ("123456789012345678901234567890", .number(1.2345678901234568e29)),
            ("1.5", .number(1.5)),
            ("1e3", .number(1000)),
            ("1E+2", .number(100)),
            ("0.1e-7", .number(1e-8)),
            ("1e400", .number(.greatestFiniteMagnitude)),
            ("-1e400", .number(-.greatestFiniteMagnitude)),
            ("1e-400", .number(0)),
            ("NaN", .null),
            ("Infinity", .null),
            ("-Infinity", .null),
        ]
    )
    func numbers(text: String, value: JSONValue) throws {
        #expect(try parse(text) == value)
        #expect(try parse("[\(text), \(text)]") == .array([value, value]))
    }

    @Test(
        "Invalid JSON is rejected",
        arguments: [
            "", " ", "nul", "nulll", "tru", "True", "01", "-", "+1", ".5", "1.", "1e", "1e+", "0x10", "inf", "nan",
            "-NaN",
            "[1,]", "[,1]", "[1 2]", "[1", "]", "{,}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\" 1}", "{a:1}",
            "{1:2}",
            "{\"a\":1}}", "1 2", "\"", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "'a'", "// 1", "[1]\u{0}",
            "\u{0}", "\u{A0}1",
        ]
    )
    func garbage(text: String) {
        #expect(failure(text) != nil, "\(text)")
    }

    @Test("Truncation and unexpected characters are described")
    func descriptions() {
        #expect(failure("[1, ") == .unexpectedEnd)
        #expect(failure("-") == .unexpectedEnd)
        #expect(failure("[x]") == .unexpectedByte(UInt8(ascii: "x")))
        #expect(failure("[-x]") == .invalidNumber)
        #expect(JSONError(kind: .unexpectedByte(0x78), offset: 1).description == "unexpected 'x' in JSON at byte 1")
    }

    @Test("512 levels are parsed, 513 levels are an error, and 100,000 brackets are safe")
    func depth() throws {
        func nested(_ count: Int) -> String {
            String(repeating: "[", count: count) + String(repeating: "]", count: count)
        }
        _ = try parse(nested(512))
        #expect(failure(nested(513)) == .tooDeep)
        #expect(failure(nested(100_000)) == .tooDeep)
        #expect(failure(String(repeating: #"{"a":"#, count: 100_000)) == .tooDeep)
        _ = try parse("[" + Array(repeating: nested(500), count: 3).joined(separator: ",") + "]")
        #expect(throws: JSONError.self) {
            try Array(nested(100_000).utf8).withUnsafeBufferPointer { buffer in
                var reader = JSONReader(buffer)
                try reader.skipValue()
            }
        }
    }

    @Test("If keys are duplicated, the last value wins, at the first position")
    func duplicates() throws {
        let value = try parse(#"{"a":1,"b":2,"a":3}"#)
        #expect(value.jsonText == #"{"a":3,"b":2}"#)
        let many = "{" + (0..<50).map { #""k\#($0 % 20)":\#($0)"# }.joined(separator: ",") + "}"
        #expect(try parse(many).objectValue?.count == 20)
        #expect(try parse(many)["k3"] == 43)
    }

    @Test("A document truncated anywhere is rejected and never traps")
    func truncations() throws {
        let names = [
            "chat-request-every-parameter", "chat-completion-tool-calls", "chat-completion-openai",
            "chat-stream-parallel-tool-calls", "chat-completion-llama-cpp",
        ]
        for name in names {
            var document = try Fixture.bytes(name)
            while document.last.map({ $0 <= 0x20 }) == true { document.removeLast() }
            for length in 0..<document.count {
                #expect(throws: JSONError.self, "\(name) cut at \(length)") {
                    try JSONValue(parsing: document[..<length])
                }
            }
        }
    }

    @Test("Random bytes never trap, and reading and skipping agree about them", arguments: UInt64(1)...8)
    func fuzz(seed: UInt64) throws {
        var source = RandomJSON(seed: seed)
        for round in 0..<3000 {
            let bytes = source.bytes(upTo: 40)
            let read = Result { try JSONValue(parsing: bytes) }
            let skips = bytes.withUnsafeBufferPointer { buffer in
                var reader = JSONReader(buffer)
                return (try? reader.skipValue()) != nil && reader.isAtEnd()
            }
            let reads = (try? read.get()) != nil
            #expect(reads == skips, "seed \(seed), round \(round): \(bytes)")
        }
    }

    @Test("A valid document with one changed byte never traps", arguments: UInt64(1)...4)
    func mutations(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let document = try Fixture.bytes("chat-completion-tool-calls")
        for _ in 0..<2000 {
            var bytes = document
            bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            if let value = try? JSONValue(parsing: bytes) {
                _ = try? JSONBodyDecoder.decode(ChatCompletion.self, from: value)
            }
        }
    }
}
