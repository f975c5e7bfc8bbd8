import Foundation
import Testing
import Waiter

@Suite("Encoding request bodies")
struct JSONBodyEncoderTests {
    @Test("Foundation decodes a request body as if its own encoder had written it")
    func everyParameter() throws {
        let request = try Fixture.value(ChatCompletionRequest.self, "chat-request-every-parameter")
        let ours = try JSONDecoder().decode(JSONValue.self, from: Data(JSONBodyEncoder.encode(request)))
        let foundations = try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(request))
        #expect(ours == foundations)
        #expect(ours == (try Fixture.json("chat-request-every-parameter")))
    }

    @Test("Members appear in the order in which the type encodes them, which is the same in each run")
    func order() throws {
        let request = ChatCompletionRequest(model: "m", messages: [.user("hi")])
        #expect(try encoded(request).hasPrefix(#"{"model":"m","messages":[{"role":"user","content":"hi"}]"#))
        struct Wide: Encodable { var z = 1, y = 2, x = 3, w = 4, v = 5, u = 6, t = 7 }
        #expect(try encoded(Wide()) == #"{"z":1,"y":2,"x":3,"w":4,"v":5,"u":6,"t":7}"#)
        #expect(try encoded(["c": 1, "a": 2, "b": 3]) == #"{"a":2,"b":3,"c":1}"#)
        #expect(try encoded(["x": ["c": [1], "a": []]]) == #"{"x":{"a":[],"c":[1]}}"#)
        #expect(try encoded([String: Int]()) == "{}")
    }

    private struct Everything: Encodable, Decodable, Equatable {
        var bool = true
        var int8 = Int8.min
        var int16 = Int16.min
        var int32 = Int32.min
        var int64 = Int64.min
        var uint = UInt.max
        var uint8 = UInt8.max
        var uint16 = UInt16.max
        var uint32 = UInt32.max
        var float: Float = 0.1
        var double = 1e-9
        var text = "é\"\n"
        var none: Int?
        var list: [[Int]] = [[], [1, 2]]
        var empty: [String: Int] = [:]
        var data = Data([0, 255])
        var decimal = Decimal(string: "12345.6789") ?? 0
        var date = Date(timeIntervalSinceReferenceDate: 12.5)
        var url = URL(string: "https://example.com/a?b=c")
    }

    @Test("Numbers of all sizes, dates, data, URLs and decimals are encoded as they are by Foundation")
    func everything() throws {
        let bytes = try JSONBodyEncoder.encode(Everything())
        #expect(try JSONDecoder().decode(Everything.self, from: Data(bytes)) == Everything())
        #expect(String(decoding: bytes, as: UTF8.self).contains(#""float":0.1,"#))
        #expect(String(decoding: bytes, as: UTF8.self).contains(#""url":"https://example.com/a?b=c""#))
    }

    private class Base: Encodable {
        var a = 1
        private enum Keys: String, CodingKey { case a }
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Keys.self)
            try container.encode(a, forKey: .a)
        }
    }

    private final class Flattened: Base {
        private enum Keys: String, CodingKey { case b }
        override func encode(to encoder: any Encoder) throws {
            try super.encode(to: encoder)
            var container = encoder.container(keyedBy: Keys.self)
            try container.encode(2, forKey: .b)
        }
    }

    private final class Nested: Base {
        private enum Keys: String, CodingKey { case b, c, d, e }
        override func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Keys.self)
            try super.encode(to: container.superEncoder())
            try super.encode(to: container.superEncoder(forKey: .b))
            var list = container.nestedUnkeyedContainer(forKey: .c)
            try list.encode(1)
            var inner = list.nestedContainer(keyedBy: Keys.self)
            try inner.encodeNil(forKey: .d)
            try super.encode(to: list.superEncoder())
            _ = list.nestedUnkeyedContainer()
            try list.encodeNil()
            _ = container.superEncoder(forKey: .d)
            _ = container.nestedContainer(keyedBy: Keys.self, forKey: .e)
        }
    }

    @Test("A superclass can encode into the same object or into its own")
    func superclasses() throws {
        #expect(try encoded(Flattened()) == #"{"a":1,"b":2}"#)
        #expect(
            try encoded(Nested()) == #"{"super":{"a":1},"b":{"a":1},"c":[1,{"d":null},{"a":1},[],null],"d":{},"e":{}}"#
        )
    }

    private struct Nothing: Encodable {
        func encode(to encoder: any Encoder) throws {}
    }

    @Test("A type that encodes nothing becomes an empty object")
    func nothing() throws {
        #expect(try encoded(Nothing()) == "{}")
        #expect(try encoded([Nothing(), Nothing()]) == "[{},{}]")
        #expect(try encoded(["a": Nothing()]) == #"{"a":{}}"#)
    }

    @Test("Strings, numbers and null can be complete documents")
    func fragments() throws {
        #expect(try encoded("a") == #""a""#)
        #expect(try encoded(1.5) == "1.5")
        #expect(try encoded(Int?.none) == "null")
        #expect(try encoded(Nullable<Int>.null) == "null")
        #expect(try encoded(JSONValue.array([])) == "[]")
    }

    private struct Late: Encodable {
        enum Keys: String, CodingKey { case a, b }
        var usesNested = false
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Keys.self)
            var nested = container.nestedContainer(keyedBy: Keys.self, forKey: .a)
            try container.encode(1, forKey: .b)
            if usesNested {
                _ = nested.nestedUnkeyedContainer(forKey: .a)
            } else {
                try nested.encode(2, forKey: .a)
            }
        }
    }

    @Test("Encoding into a closed container is an error, never malformed JSON")
    func late() {
        #expect(throws: EncodingError.self) { try JSONBodyEncoder.encode(Late()) }
        #expect(throws: EncodingError.self) { try JSONBodyEncoder.encode(Late(usesNested: true)) }
    }

    @Test("Numbers without a JSON representation are rejected at any position")
    func notNumbers() {
        #expect(throws: EncodingError.self) { try JSONBodyEncoder.encode(Double.nan) }
        #expect(throws: EncodingError.self) { try JSONBodyEncoder.encode([1, Double.infinity]) }
        #expect(throws: EncodingError.self) { try JSONBodyEncoder.encode(["a": -Float.infinity]) }
        #expect(throws: EncodingError.self) { try JSONBodyEncoder.encode(Decimal.nan) }
        #expect(throws: EncodingError.self) { try JSONBodyEncoder.encode(JSONValue.array([.number(.nan)])) }
    }
}
