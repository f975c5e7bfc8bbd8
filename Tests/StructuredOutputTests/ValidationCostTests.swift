import Testing
import Waiter

/// Schemas and values that are chosen so that their validation is expensive.
///
/// Where the work was not bounded, each of these took minutes.
@Suite("The cost of validation", .timeLimit(.minutes(1)))
struct ValidationCostTests {
    private let objects = JSONValue.array(Array(repeating: ["a": "text"], count: 20_000))

    private func names(_ count: Int) -> JSONValue { .array((0..<count).map { .string("p\($0)") }) }

    @Test("Many required properties are not looked for any longer once one is missing")
    func required() throws {
        let schema = try JSONSchema(["contains": ["required": names(50_000)]])
        #expect(schema.validate(objects).map(\.keyword) == ["contains"])
    }

    @Test("Many dependent properties end at the work limit")
    func dependent() throws {
        let members = (0..<20_000).map { ("p\($0)", JSONValue.array(["a"])) }
        let schema = try JSONSchema(["items": ["dependentRequired": .object(JSONObject(members))]])
        #expect(schema.validate(objects).first?.keyword == "limit")
        #expect(schema.validate([["p7": 1, "a": 1], ["p9": 1]]).map(\.path) == ["[1]"])
    }

    @Test("A class of many ranges is searched in logarithmic time")
    func largeClass() throws {
        let scalars = (0..<20_000).compactMap { Unicode.Scalar(0x10000 + 2 * UInt32($0)) }
        let members = String(String.UnicodeScalarView(scalars))
        let schema = try JSONSchema(["pattern": .string("[\(members)]!")])
        #expect(schema.validate(.string(String(repeating: "a", count: 200_000))).map(\.keyword) == ["pattern"])
        #expect(schema.validate(.string("a\(scalars[77])!")) == [])
        #expect(try JSONSchema(["pattern": "^[a-cb-fxw-z]+$"]).validate("abcdefwxyz") == [])
        #expect(try JSONSchema(["pattern": "[a-cb-fxw-z]"]).validate("ghv").count == 1)
    }

    @Test("A large pattern costs its size for each name of a property")
    func names() throws {
        let schema = try JSONSchema(["patternProperties": ["^(?:abcdefghij){1,1700}$": true]])
        let members = (0..<20_000).map { ("\($0)", JSONValue.null) }
        #expect(schema.validate(.object(JSONObject(members))).first?.keyword == "limit")
    }

    @Test("Multiples of very different magnitude cost their division")
    func multiples() throws {
        let schema = try JSONSchema(["contains": ["multipleOf": 7e-300]])
        #expect(schema.validate(.array(Array(repeating: 1e300, count: 200_000))).first?.keyword == "limit")
    }

    @Test("Values that are compared at each level of nesting are compared in time proportional to their size and depth")
    func nestedEnumerations() throws {
        let values = JSONValue.array((0..<9).map { .integer($0) })
        let schema = try JSONSchema(["not": ["enum": values], "items": ["$ref": "#"]])
        var value = JSONValue.array(Array(repeating: "text", count: 100_000))
        for _ in 0..<100 { value = [value] }
        #expect(schema.validate(value) == [])
    }

    @Test("Equal items are found among many, and large integers are not confused with their rounded values")
    func uniqueItems() throws {
        let schema = try JSONSchema(["uniqueItems": true])
        let numbers = (0..<100_000).map { JSONValue.integer(9_000_000_000_000_000_000 + $0) }
        #expect(schema.validate(.array(numbers)) == [])
        let message = "must have unique items; items 7 and 100000 are equal"
        #expect(schema.validate(.array(numbers + [numbers[7]])).map(\.message) == [message])
        #expect(schema.validate([9_007_199_254_740_993, 9_007_199_254_740_992.0]) == [])
        #expect(schema.validate([9_007_199_254_740_992, 9_007_199_254_740_992.0]).count == 1)
        #expect(schema.validate([["a": 1, "b": [0]], ["b": [-0.0], "a": 1.0]]).count == 1)
    }

    @Test("Of many alternatives with many violations each, those of the one that was meant are reported")
    func alternatives() throws {
        let other: JSONValue = ["properties": ["kind": ["const": "other"]], "required": names(50)]
        var list = Array(repeating: other, count: 2000)
        let schema = try JSONSchema(["anyOf": .array(list + [["required": ["x", "y"]]])])
        #expect(schema.validate(["kind": "this"]).map(\.keyword) == ["required", "required"])
        list.append(contentsOf: [["required": ["x"]], ["required": ["y"]]])
        let several = try JSONSchema(["anyOf": .array(list)])
        #expect(several.validate(["kind": "this"]).map(\.message) == ["must conform to one of the 2002 alternatives"])
    }
}
