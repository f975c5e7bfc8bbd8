import Testing
import Waiter
import WaiterTestSupport

@Suite("Documents that would exhaust memory")
struct JSONBoundsTests {
    private static func document(_ unit: String, bytes: Int, tail: String = "0]") -> [UInt8] {
        let count = bytes / unit.utf8.count
        return Array(("[" + String(repeating: unit, count: count) + tail).utf8)
    }

    private func failure(_ bytes: [UInt8]) -> JSONError.Kind? {
        do {
            _ = try JSONValue(parsingForeign: bytes)
            return nil
        } catch {
            return (error as? JSONError)?.kind
        }
    }

    @Test(
        "Values that take up many times their size are rejected",
        arguments: ["0,", "[],", "{},", #""","#, "[0],", #"{"":0},"#, "1e1,", "null,"]
    )
    func manyValues(unit: String) {
        #expect(failure(Self.document(unit, bytes: 500_000)) == nil, "what is small is read, whatever it is")
        #expect(failure(Self.document(unit, bytes: 17_000_000)) == .tooManyValues)
    }

    @Test("Any number of ordinary numbers is decoded; the budget grows with the document")
    func numbers() throws {
        let value = try JSONValue(parsingForeign: Self.document("-0.0123456789,", bytes: 18_000_000))
        #expect(value.arrayValue?.count == 18_000_000 / 14 + 1)
    }

    @Test("A string of many megabytes is decoded, with its escapes")
    func text() throws {
        let count = 3_000_000
        let json = #"{"arguments":""# + String(repeating: #"\"é\n\u00e9"#, count: count) + #""}"#
        let text = try #require(try JSONValue(parsingForeign: Array(json.utf8))["arguments"]?.stringValue)
        #expect(text.utf8.count == count * 6)
        #expect(text.hasPrefix("\"é\né\"") && text.hasSuffix("é\né"))
    }

    @Test("Waiter's own documents have no budget")
    func trusted() throws {
        #expect(try JSONValue(parsing: Self.document("0,", bytes: 5_000_000)).arrayValue?.count == 2_500_001)
    }

    @Test("Skipped values take no memory, and are not limited")
    func skipped() {
        let bytes = Self.document("{},", bytes: 5_000_000)
        let isRead = bytes.withUnsafeBufferPointer { buffer in
            var reader = JSONReader(buffer, budget: 0)
            return (try? reader.skipValue()) != nil && reader.isAtEnd()
        }
        #expect(isRead)
    }

    @Test("Long arrays equal short ones", arguments: [32_767, 32_768, 32_769, 70_000])
    func longArrays(count: Int) throws {
        let text = "[" + (0..<count).map(String.init).joined(separator: " , ") + " ]"
        let value = try JSONValue(parsingForeign: Array(text.utf8))
        #expect(value == .array((0..<count).map { .integer(Int64($0)) }))
        let floats = try Array(text.utf8).withUnsafeBufferPointer { buffer in
            var reader = JSONReader(buffer)
            return try reader.readFloats()
        }
        #expect(floats == (0..<count).map(Float.init))
        #expect(failure(Array(text.utf8.dropLast())) == .unexpectedEnd)
    }

    @Test("A vector allocates no more than it needs, whatever the size of the previous one")
    func expectation() throws {
        let floats = try Array("[1,2]".utf8).withUnsafeBufferPointer { buffer in
            var reader = JSONReader(buffer)
            return try reader.readFloats(capacity: 100_000)
        }
        #expect(floats == [1, 2])
        #expect(floats.capacity < 1000)
    }

    @Test("Cancelling the task ends a parser")
    func cancellation() async {
        let bytes = Self.document("0,", bytes: 3_000_000)
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return failure(bytes)
        }
        task.cancel()
        #expect(await task.value == .interrupted)
    }

    @Test("An expired deadline also ends a parser, even while values are skipped")
    func interruption() {
        let bytes = Self.document("0,", bytes: 3_000_000)
        ParserInterruption.run(until: { true }) {
            #expect(failure(bytes) == .interrupted)
            let kind = bytes.withUnsafeBufferPointer { buffer -> JSONError.Kind? in
                var reader = JSONReader(buffer, budget: 1 << 20)
                do {
                    try reader.skipValue()
                    return nil
                } catch {
                    return (error as? JSONError)?.kind
                }
            }
            #expect(kind == .interrupted)
        }
    }

    @Test("A value that is not an object is decoded without trial and error", .timeLimit(.minutes(1)))
    func annotations() throws {
        let zeros = String(repeating: "0,", count: 200_000)
        let json = #"{"choices":[{"message":{"content":"a","annotations":["# + zeros + "0]}}]}"
        let completion = try JSONBodyDecoder.decode(ChatCompletion.self, from: Array(json.utf8))
        #expect(completion.text == "a")
        #expect(completion.message?.annotations.count == 1 << 16, "as many as anybody needs")
        #expect(completion.message?.annotations.first == .unknown(0))
    }

    @Test("JSON instead of a string is kept unless it is longer than any plausible text")
    func standIns() throws {
        func text(_ count: Int) throws -> String? {
            let json = #"{"choices":[{"message":{"content":{"a":""# + String(repeating: "x", count: count) + #""}}}]}"#
            return try JSONBodyDecoder.decode(ChatCompletion.self, from: Array(json.utf8)).message?.content
        }
        #expect(try text(3) == #"{"a":"xxx"}"#)
        #expect(try text(2_000_000) == nil)
    }
}
