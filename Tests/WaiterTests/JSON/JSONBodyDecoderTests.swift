import Foundation
import Testing
import Waiter

@Suite("Decoding response bodies")
struct JSONBodyDecoderTests {
    @Test("Members of free-form JSON within a typed value keep their order")
    func order() throws {
        struct Holder: Codable, Equatable { var schema: JSONValue }
        let text = #"{"schema":{"z":1,"a":{"y":[{"q":1,"b":2}],"x":2},"m":3}}"#
        #expect(try encoded(decoded(Holder.self, text)) == text)
    }

    @Test("Input rejected by Foundation's decoder is repaired and decoded")
    func repairs() throws {
        struct Text: Codable, Equatable {
            var text: String
            var number: Double?
        }
        #expect(try decoded(Text.self, #"{"text":"a\ud83d"}"#) == Text(text: "a\u{FFFD}"))
        #expect(
            try JSONBodyDecoder.decode(Text.self, from: Array(#"{"text":""#.utf8) + [0xFF] + Array(#""}"#.utf8))
                == Text(text: "\u{FFFD}")
        )
        #expect(try decoded(Text.self, #"{"text":"","number":99999999999999999999}"#).number == 1e20)
        #expect(try decoded(Text.self, #"{"text":"","number":NaN}"#).number == nil)
        #expect(try decoded(Text.self, "\u{FEFF}" + #"{"text":"b"}"#).text == "b")
    }

    private struct Specials: Codable, Equatable {
        var url: URL
        var data: Data
        var date: Date
        var decimal: Decimal
        var float: Float
        var uint8: UInt8
        var whole: Int
        var biases: [Int: Double]
        var list: [Bool?]
        var nothing: String?
    }

    @Test("URLs, data, dates, decimals and integral fractions are decoded as they are by Foundation")
    func specials() throws {
        let text = #"""
            {"url":"https://example.com/ä?x=1","data":"AP8=","date":1.5,"decimal":0.1,"float":0.1,"uint8":255,
            "whole":12.0,"biases":{"1":0.5,"2":-3},"list":[true,null,false],"nothing":null}
            """#
        let ours = try decoded(Specials.self, text)
        #expect(ours == (try JSONDecoder().decode(Specials.self, from: Data(text.utf8))))
        #expect(ours.decimal == Decimal(string: "0.1"))
    }

    @Test(
        "A wrong type, an overflow, and a missing value are distinguished, with their path",
        arguments: [
            (#"{"a":{"b":["x"]}}"#, "expected integer at a.b[0]"),
            (#"{"a":{"b":[1,null]}}"#, "expected integer but found null at a.b[1]"),
            (#"{"a":{"b":[1.5]}}"#, "invalid value at a.b[0]"),
            (#"{"a":{"b":[9223372036854775808]}}"#, "invalid value at a.b[0]"),
            (#"{"a":{}}"#, "'b' is missing at a"),
            (#"{"a":[]}"#, "expected object at a"),
            ("[]", "expected object"),
            ("null", "expected object but found null"),
        ]
    )
    func mistakes(text: String, summary: String) {
        struct Inner: Decodable { var b: [Int] }
        struct Outer: Decodable { var a: Inner }
        do {
            _ = try decoded(Outer.self, text)
            Issue.record("\(text) was decoded")
        } catch let error as DecodingError {
            #expect(error.summary.contains(summary), "\(error.summary)")
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test("Nested containers, superclasses and reads past the end of an array are supported as in Foundation")
    func containers() throws {
        struct ByHand: Decodable {
            enum Keys: String, CodingKey { case list, object }
            var numbers: [Int] = []
            var inner = 0
            var superIsNull = false
            var allKeys: [String] = []

            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: Keys.self)
                allKeys = container.allKeys.map(\.stringValue)
                var list = try container.nestedUnkeyedContainer(forKey: .list)
                #expect(list.count == 4)
                numbers.append(try list.decode(Int.self))
                #expect(try list.decodeNil())
                #expect(try !list.decodeNil())
                var deeper = try list.nestedUnkeyedContainer()
                numbers.append(try deeper.decode(Int.self))
                #expect(throws: DecodingError.self) { try deeper.decode(Int.self) }
                let last = try list.nestedContainer(keyedBy: Keys.self)
                #expect(last.allKeys.isEmpty)
                #expect(list.isAtEnd)
                inner = try container.nestedContainer(keyedBy: Keys.self, forKey: .object).decode(
                    Int.self,
                    forKey: .list
                )
                superIsNull = try container.superDecoder().singleValueContainer().decodeNil()
            }
        }
        let value = try decoded(ByHand.self, #"{"object":{"list":7},"list":[1,null,[2],{}],"other":0}"#)
        #expect(value.numbers == [1, 2])
        #expect(value.inner == 7)
        #expect(value.superIsNull)
        #expect(value.allKeys == ["object", "list"])
    }

    @Test("Deep and malformed documents are errors, not traps")
    func deep() {
        #expect(throws: JSONError.self) { try decoded(JSONValue.self, String(repeating: "[", count: 100_000)) }
        #expect(throws: JSONError.self) { try decoded([Int].self, "[1] x") }
    }
}
