import Testing
import Waiter

@Suite("Validation")
struct ValidationTests {
    private func keywords(_ schema: JSONValue, _ value: JSONValue) throws -> [String] {
        try JSONSchema(schema).validate(value).map(\.keyword)
    }

    @Test(
        "Keywords accept and reject",
        arguments: [
            (["type": "integer"], [1, 1.0, -3], [1.5, "1", true]),
            (["type": ["string", "null"]], ["", .null], [1, []]),
            (["enum": ["a", 1, .null]], ["a", 1.0, .null], ["b", false]),
            (["const": ["a": 1]], [["a": 1.0]], [["a": 2], [:]]),
            (["minimum": 0, "maximum": 10], [0, 10, "-1"], [-0.1, 11]),
            (["exclusiveMinimum": 0, "exclusiveMaximum": 1], [0.5], [0, 1]),
            (["minimum": 9_007_199_254_740_993], [9_007_199_254_740_993], [9_007_199_254_740_992]),
            (["multipleOf": 0.1], [0.3, 0.7, 1.1, 4.35e2, 0], [0.35, 0.01]),
            (["multipleOf": 0.01], [19.99, 1e300, 1.005e2], [1.001, 1e-7]),
            (["multipleOf": 3], [9, -3, 300.0], [10, 3.5]),
            (["minLength": 2, "maxLength": 3], ["ab", "äöü", "👍👍"], ["a", "abcd"]),
            (["pattern": "^a+$"], ["aaa", 1], ["ab", ""]),
            (["uniqueItems": true], [[1, 2], ["1", 1]], [[1, 1.0], [["a": 1, "b": 2], ["b": 2, "a": 1]]]),
            (["items": ["type": "string"], "minItems": 1, "maxItems": 2], [["a"]], [[], ["a", 1], ["a", "b", "c"]]),
            (["prefixItems": [["type": "string"]], "items": false], [["a"], []], [[1], ["a", 2]]),
            (["contains": ["const": 1], "maxContains": 1], [[2, 1]], [[2], [1, 1]]),
            (
                ["required": ["a"], "properties": ["a": ["type": "string"]]], [["a": "x", "b": 1], 1], [[:], ["a": 1]]
            ),
            (["properties": ["a": true], "additionalProperties": false], [["a": 1]], [["b": 1]]),
            (["additionalProperties": ["type": "integer"]], [["a": 1]], [["a": "1"]]),
            (["patternProperties": ["^x": ["type": "integer"]]], [["x": 1, "y": ""]], [["x1": ""]]),
            (["propertyNames": ["maxLength": 1]], [["a": 1]], [["ab": 1]]),
            (["minProperties": 1, "maxProperties": 1], [["a": 1]], [[:], ["a": 1, "b": 2]]),
            (["dependentRequired": ["a": ["b"]]], [["a": 1, "b": 1], ["c": 1]], [["a": 1]]),
            (["anyOf": [["type": "string"], ["minimum": 5]]], ["a", 6], [1]),
            (["oneOf": [["type": "integer"], ["minimum": 5]]], [1, 5.5], [6, 1.5]),
            (["allOf": [["minimum": 1], ["maximum": 2]]], [1, 2], [0, 3]),
            (["not": ["type": "string"]], [1], ["a"]),
            (
                ["if": ["const": 1], "then": ["type": "integer"], "else": ["type": "string"]], [1, "a"], [2]
            ),
            (["$ref": "#/$defs/A~1b", "$defs": ["A/b": ["type": "null"]]], [.null], [1]),
            (["unknownKeyword": 1, "format": "unknown"], [1, "a"], []),
        ] as [(JSONValue, [JSONValue], [JSONValue])]
    )
    func keywords(schema: JSONValue, valid: [JSONValue], invalid: [JSONValue]) throws {
        let schema = try JSONSchema(schema)
        for value in valid { #expect(schema.validate(value) == [], "\(value.jsonText)") }
        for value in invalid { #expect(!schema.validate(value).isEmpty, "\(value.jsonText)") }
    }

    @Test(
        "Formats accept and reject",
        arguments: [
            (
                "date-time", ["2026-01-31T12:00:00Z", "2026-01-31t12:00:00.123-00:00", "1998-12-31T23:59:60Z"],
                ["2026-02-30T12:00:00Z", "2026-01-31 12:00:00Z", "2026-01-31T12:00:00", "2026-01-31T24:00:00Z"]
            ),
            ("date", ["2024-02-29", "0001-01-01"], ["2023-02-29", "2026-13-01", "2026-1-1", ""]),
            (
                "time", ["12:00:00Z", "23:59:60Z", "01:29:60+01:30"],
                ["12:00Z", "12:00:60Z", "12:00:00+1", "25:00:00Z"]
            ),
            ("duration", ["P1D", "PT1H30M", "P4W", "P1Y2M3DT4H5M6S"], ["P", "PT", "1D", "P1H", "P1DT", "P1Y2D"]),
            ("uuid", ["123e4567-e89b-12d3-a456-426614174000"], ["123e4567e89b12d3a456426614174000", "x"]),
            (
                "email", ["a@b.example", "\"a b\"@c.example", "a+b@[192.0.2.1]", "a@[IPv6:::1]"],
                ["a", "@b", "a@", ".a@b.example", "a..b@c.example", "a@-b.example", "a b@c.example"]
            ),
            ("hostname", ["a", "a-b.example"], ["", "-a", "a_b", "a..b"]),
            (
                "uri", ["https://a.example/b?c=d#e", "urn:a:b", "mailto:a@b", "http://[::1]:80/"],
                ["a.example", "/a", "http://a b", "http://a/%zz", "://a", "http://[x]/", "http://a:b/"]
            ),
            ("ipv4", ["0.0.0.0", "255.255.255.255"], ["1.2.3", "256.0.0.1", "01.2.3.4", "1.2.3.4.5"]),
            (
                "ipv6", ["::", "::1", "1::", "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4", "1:2::7:8"],
                [":", "1:2:3", "1::2::3", "12345::", ":1::", "1:2:3:4:5:6:7:8:9", "::g", "1.2.3.4"]
            ),
        ] as [(String, [String], [String])]
    )
    func formats(name: String, valid: [String], invalid: [String]) throws {
        let schema = try JSONSchema(["format": .string(name)])
        for text in valid { #expect(schema.validate(.string(text)) == [], "\(text)") }
        for text in invalid { #expect(schema.validate(.string(text)).map(\.keyword) == ["format"], "\(text)") }
        #expect(schema.validate(1) == [])
    }

    @Test("A violation says where and why")
    func messages() throws {
        let schema = try JSONSchema(
            """
            {"type": "object", "properties": {
              "items": {"type": "array", "items": {"type": "object", "required": ["name"], "properties": {
                "price": {"type": "number", "minimum": 0}, "odd key": {"type": "null"}}}}}}
            """
        )
        let found = schema.validate(["items": [["name": "a", "price": -1], ["price": "1", "odd key": 1]]])
        #expect(
            found.map(\.description) == [
                "items[0].price: must be at least 0", "items[1]: must have the property 'name'",
                "items[1].price: must be a number, not a string",
                "items[1][\"odd key\"]: must be null, not an integer",
            ]
        )
    }

    @Test("The violations of a tagged union are those of the alternative that was meant")
    func unions() throws {
        let schema = try JSONSchema(
            """
            {"anyOf": [
              {"type": "object", "properties": {"kind": {"const": "a"}, "size": {"type": "integer"}}},
              {"type": "object", "properties": {"kind": {"const": "b"}, "name": {"type": "string"}}},
              {"type": "null"}]}
            """
        )
        #expect(schema.validate(["kind": "a", "size": "1"]).map(\.path) == ["size"])
        #expect(schema.validate(["kind": "c"]).map(\.keyword) == ["anyOf"])
        #expect(schema.validate(.null) == [])
    }

    @Test("A recursive schema follows a value to its end")
    func recursion() throws {
        let schema = try JSONSchema(of: Folder.self)
        #expect(schema.validate(["name": "a", "folders": [["name": "b", "folders": []]]]) == [])
        #expect(
            schema.validate(["name": "a", "folders": [["name": 1, "folders": []]]]).map(\.path) == ["folders[0].name"]
        )
    }

    @Test("At most 100 violations are reported")
    func limit() throws {
        let schema = try JSONSchema(["items": ["type": "string"]])
        #expect(schema.validate(.array(Array(repeating: 1, count: 10_000))).count == 100)
    }

    @Test("A value that is nested too deeply, or takes too much work, fails with the keyword limit")
    func bounds() throws {
        var deep: JSONValue = [:]
        for _ in 0..<500 { deep = ["a": deep] }
        let recursive = try JSONSchema(["additionalProperties": ["$ref": "#"]])
        #expect(recursive.validate(deep).map(\.keyword) == ["limit"])

        // Each level doubles the work of the one above.
        let doubling = try JSONSchema(
            ["allOf": [["properties": ["a": ["$ref": "#"]]], ["properties": ["a": ["$ref": "#"]]]]]
        )
        var value: JSONValue = [:]
        for _ in 0..<60 { value = ["a": value] }
        #expect(doubling.validate(value).map(\.keyword) == ["limit"])
    }
}
