import Testing
import Waiter

@Suite("Schemas from elsewhere")
struct SchemaInputTests {
    @Test(
        "An invalid schema is refused, and the error says why",
        arguments: [
            (#"{"$ref": "https://example.com/schema.json"}"#, "refers to another document"),
            (#"{"$ref": "other.json#/a"}"#, "refers to another document"),
            (##"{"$ref": "#/$defs/Missing"}"##, "does not exist"),
            (##"{"$ref": "#anchor"}"##, "anchor"),
            (##"{"$dynamicRef": "#a"}"##, "not supported"),
            (##"{"$ref": "#"}"##, "refers back to itself"),
            (##"{"$defs":{"A":{"$ref":"#/$defs/B"},"B":{"allOf":[{"$ref":"#/$defs/A"}]}}}"##, "refers back to itself"),
            (#"{"type": "strnig"}"#, "unknown type 'strnig'"),
            (#"{"properties": {"a": {"type": "text"}}}"#, "at properties.a: unknown type"),
            (#"{"pattern": "(?<=a)b"}"#, "look-behind"),
            (#"{"pattern": "(a)\\1"}"#, "back-references"),
            (#"{"pattern": "a)"}"#, "unmatched"),
            (#"{"pattern": "(a{1000}){1000}"}"#, "too large"),
            (#"{"pattern": "(?i)a"}"#, "flags"),
            (#"{"pattern": "a\\Z"}"#, "use $"),
            (#"{"minLength": -1}"#, "non-negative"),
            (#"{"minimum": "1"}"#, "number"),
            (#"{"multipleOf": 0}"#, "greater than 0"),
            (#"{"required": "a"}"#, "array of strings"),
            (#"{"anyOf": []}"#, "non-empty"),
            (#"{"items": 1}"#, "object or a Boolean"),
            ("[]", "object or a Boolean"), ("{", "not valid JSON"), ("", "not valid JSON"),
        ]
    )
    func invalid(text: String, cause: String) {
        let error = #expect(throws: OpenAIError.self) { try JSONSchema(text) }
        #expect(error?.code == .invalidSchema)
        #expect(error?.message.contains(cause) == true, "\(error?.message ?? "")")
    }

    @Test("A schema of 10 MB is refused at once")
    func large() {
        let text = #"{"enum": [""# + String(repeating: "a", count: 10 << 20) + #""]}"#
        #expect(throws: OpenAIError.self) { try JSONSchema(text) }
    }

    @Test("Too many subschemas, and too deep ones, are refused")
    func bounds() {
        let many = JSONValue.array(Array(repeating: ["type": "null"], count: 60_000))
        #expect(throws: OpenAIError.self) { try JSONSchema(["anyOf": many]) }
        var deep: JSONValue = ["type": "null"]
        for _ in 0..<400 { deep = ["items": deep] }
        #expect(throws: OpenAIError.self) { try JSONSchema(deep) }
        var definitions = JSONObject()
        for index in 0..<5_000 { definitions["\(index)"] = ["$ref": .string("#/$defs/\(index + 1)")] }
        definitions["5000"] = true
        #expect(throws: OpenAIError.self) { try JSONSchema(["$defs": .object(definitions)]) }
    }

    @Test("A schema survives encoding, with its members in order")
    func coding() throws {
        let text = #"{"z":{"unknown":[1,2]},"type":"object","a":1}"#
        let schema = try JSONSchema(text)
        #expect(schema.description == text)
        #expect(try JSONSchema(schema.value) == schema)
    }

    @Test("Schemas of earlier drafts are read")
    func drafts() throws {
        let schema = try JSONSchema(
            """
            {"definitions": {"A": {"type": "string"}}, "items": [{"$ref": "#/definitions/A"}], "additionalItems": false,
             "minimum": 1, "exclusiveMinimum": true, "dependencies": {"a": ["b"]}}
            """
        )
        #expect(schema.validate(["a"]) == [])
        #expect(schema.validate(["a", 1]).map(\.path) == ["[1]"])
        #expect(schema.validate(1).map(\.keyword) == ["exclusiveMinimum"])
        #expect(schema.validate(["a": 1]).map(\.keyword) == ["dependentRequired"])
    }
}
