import Foundation
import Testing
import Waiter
import WaiterTestSupport

@Suite("Writing JSON")
struct JSONWriterTests {
    @Test("Written JSON is read back as the same value, in the same order", arguments: UInt64(1)...20)
    func roundTrip(seed: UInt64) throws {
        var source = RandomJSON(seed: seed)
        for round in 0..<200 {
            let value = source.value()
            let text = value.jsonText
            let again = try JSONValue(jsonText: text)
            #expect(again == value, "seed \(seed), round \(round)")
            #expect(again.jsonText == text, "seed \(seed), round \(round)")
            #expect(try JSONValue(jsonText: value.prettyJSONText) == value, "seed \(seed), round \(round)")
            #expect(try encoded(value) == text, "seed \(seed), round \(round)")
        }
    }

    @Test("Foundation reads the same value", arguments: UInt64(1)...5)
    func foundation(seed: UInt64) throws {
        var source = RandomJSON(seed: seed)
        for round in 0..<100 {
            let value = source.value()
            let again = try JSONDecoder().decode(JSONValue.self, from: Data(value.jsonText.utf8))
            #expect(again == value, "seed \(seed), round \(round): \(value.jsonText)")
        }
    }

    @Test("Only required characters are escaped")
    func escapes() {
        #expect(
            JSONValue.string("\"\\/\u{8}\t\n\u{C}\r\u{1}\u{1F}\u{7F}é😀").jsonText
                == #""\"\\/\b\t\n\f\r\u0001\u001f"# + "\u{7F}é😀\""
        )
    }

    @Test("Integers are written without a fraction")
    func numbers() {
        #expect(JSONValue.number(1).jsonText == "1")
        #expect(JSONValue.number(-3).jsonText == "-3")
        #expect(JSONValue.number(0.1).jsonText == "0.1")
        #expect(JSONValue.number(1e300).jsonText == "1e+300")
        #expect(JSONValue.integer(.min).jsonText == "-9223372036854775808")
    }

    @Test("Empty containers stay on one line in pretty-printed text")
    func pretty() {
        let value: JSONValue = ["a": [], "b": [:], "c": [1, ["d": .null]]]
        #expect(
            value.prettyJSONText == """
                {
                  "a": [],
                  "b": {},
                  "c": [
                    1,
                    {
                      "d": null
                    }
                  ]
                }
                """
        )
    }

    @Test("Objects with the same members are equal in any order, and have the same hash")
    func equality() {
        let one: JSONValue = ["a": 1, "b": [true]]
        let other: JSONValue = ["b": [true], "a": 1]
        #expect(one == other)
        #expect(one.hashValue == other.hashValue)
        #expect(one != ["a": 1])
    }

    @Test("Large objects find, replace and remove members like small ones")
    func largeObjects() {
        var object = JSONObject((0..<100).map { ("k\($0)", .integer(Int64($0))) })
        for index in stride(from: 0, to: 100, by: 2) { object["k\(index)"] = nil }
        object["k51"] = "x"
        #expect(object.count == 50)
        #expect(object["k0"] == nil)
        #expect(object["k51"] == "x")
        #expect(object.keys.first == "k1")
        #expect(object.keys.last == "k99")
    }

    @Test("Merging replaces existing members, recursively, and null replaces anything")
    func merging() {
        let base: JSONValue = ["a": ["x": 1, "y": 2], "b": [1]]
        let overlay: JSONValue = ["a": ["y": 3, "z": 4], "b": [2], "c": .null]
        #expect(base.merging(overlay).jsonText == #"{"a":{"x":1,"y":3,"z":4},"b":[2],"c":null}"#)
    }
}
