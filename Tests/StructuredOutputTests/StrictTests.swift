import Testing

@testable import Waiter

@Suite("Strict mode and dialects")
struct StrictTests {
    @Test("Objects are closed, and optional properties may be null instead of absent")
    func strict() throws {
        let schema = try JSONSchema(of: Optionals.self).strict().value
        #expect(schema["additionalProperties"] == false)
        #expect(schema["required"] == ["name", "count", "colour", "place", "tags"])
        #expect(schema["properties"]?["name"] == ["type": ["string", "null"]])
        #expect(schema["properties"]?["colour"]?["enum"] == ["red", "green", "light-blue", .null])
        #expect(schema["properties"]?["place"]?["additionalProperties"] == false)
        let plain = try JSONSchema(
            ##"{"type":"object","properties":{"a":{"const":1},"b":{"$ref":"#/$defs/B"}},"##
                + #""$defs":{"B":{"type":"string"}}}"#
        ).strict().value
        #expect(plain["properties"]?["a"] == ["anyOf": [["const": 1], ["type": "null"]]])
        #expect(plain["properties"]?["b"] == ["anyOf": [["$ref": "#/$defs/B"], ["type": "null"]]])
    }

    @Test("A reference with other keywords beside it is inlined, also a recursive one")
    func references() throws {
        let schema = try JSONSchema(
            """
            {"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#/$defs/A", "description": "first"}},
             "$defs": {"A": {"type": "object", "description": "any", "required": ["next"], "properties": {
               "next": {"$ref": "#/$defs/A", "description": "next"}}}}}
            """
        ).strict()
        let inlined = schema.value["properties"]?["a"]
        #expect(inlined?["$ref"] == nil)
        #expect(inlined?["description"] == "first")
        #expect(inlined?["properties"]?["next"] == ["$ref": "#/$defs/A"])
    }

    @Test("A schema that is strict stays as it is")
    func idempotent() throws {
        for type in [Invoice.self, Folder.self, Repeated.self, Order.self] as [any Decodable.Type] {
            func open<T: Decodable>(_ type: T.Type) throws -> JSONSchema { try JSONSchema(of: type) }
            let strict = try open(type).strict()
            #expect(try strict.strict() == strict)
        }
    }

    @Test(
        "What strict mode cannot express is an error that says where",
        arguments: [
            (
                #"{"type":"object","properties":{"a":{"type":"object","additionalProperties":{"type":"string"}}}}"#,
                "a is"
            ),
            (#"{"type":"object","patternProperties":{"a":{}}}"#, "dictionary"), (#"{"type":"object"}"#, "properties"),
        ]
    )
    func inexpressible(text: String, cause: String) throws {
        let schema = try JSONSchema(text)
        let error = #expect(throws: OpenAIError.self) { try schema.strict() }
        #expect(error?.code == .invalidSchema)
        #expect(error?.message.contains(cause) == true, "\(error?.message ?? "")")
    }

    @Test("References that double with each definition are refused instead of filling memory")
    func explosion() throws {
        var definitions = JSONObject()
        for index in 0..<40 {
            let next: JSONValue = ["$ref": .string("#/$defs/D\(index + 1)"), "description": "d"]
            definitions["D\(index)"] = ["type": "object", "properties": ["a": next, "b": next]]
        }
        definitions["D40"] = ["type": "string"]
        let schema = try JSONSchema(["$ref": "#/$defs/D0", "$defs": .object(definitions)])
        #expect(throws: OpenAIError.self) { try schema.strict() }
    }

    @Test("OpenAI gets the keywords of its list, and one alternative as any")
    func openAI() throws {
        let schema = try JSONSchema(
            """
            {"type": "string", "minLength": 1, "format": "uri", "pattern": "^a", "default": "a", "title": "T",
             "oneOf": [{"format": "email"}], "properties": {"title": {"uniqueItems": true}}}
            """
        )
        #expect(
            schema.wire(.openAI) == [
                "type": "string", "pattern": "^a", "anyOf": [["format": "email"]], "properties": ["title": [:]],
            ]
        )
        #expect(schema.wire(.standard) == schema.value)
        #expect(SchemaDialect.of(host: "x.openai.azure.com") == .openAI)
        #expect(SchemaDialect.of(host: "notapi.openai.com.example") == nil)
    }

    @Test("llama.cpp gets a bound for each string, patterns that it reads, and no reference to the whole")
    func llamaServer() throws {
        let schema = try JSONSchema(
            """
            {"type": "object", "properties": {
              "text": {"type": ["string", "null"]}, "long": {"type": "string", "maxLength": 90000},
              "short": {"type": "string", "maxLength": 5}, "code": {"type": "string", "pattern": "^[A-Z]+$"},
              "loose": {"type": "string", "pattern": "[A-Z]"}, "kind": {"enum": ["a"]}, "mail": {"type": "string", "format": "email"},
              "again": {"$ref": "#"}}}
            """
        )
        let properties = schema.wire(.llamaServer)["properties"]
        #expect(properties?["text"]?["maxLength"] == 500)
        #expect(properties?["long"]?["maxLength"] == 1_000)
        #expect(properties?["short"]?["maxLength"] == 5)
        #expect(properties?["code"] == ["type": "string", "pattern": "^[A-Z]+$"])
        #expect(properties?["loose"] == ["type": "string", "maxLength": 500])
        #expect(properties?["kind"] == ["enum": ["a"]])
        #expect(properties?["mail"] == ["type": "string", "maxLength": 500])
        #expect(properties?["again"] == ["$ref": "#/$defs/Root"])
        #expect(throws: Never.self) { try JSONSchema(schema.wire(.llamaServer)) }
    }

    @Test("Schemas are built in code")
    func building() throws {
        let schema = try JSONSchema.object(
            [
                ("name", .string("Of a person", .maxLength(10))), ("age", .optional(.integer(nil, .minimum(0)))),
                ("tags", .array(of: .enumeration(["a", "b"]), nil, .uniqueItems)),
            ],
            required: ["name"]
        )
        #expect(schema.validate(["name": "x", "age": .null, "tags": ["a"]]) == [])
        #expect(schema.validate(["age": -1, "tags": ["a", "a"], "x": 1]).count == 4)
        #expect(throws: OpenAIError.self) { try JSONSchema.string(nil, .pattern("(")) }
        #expect(throws: OpenAIError.self) { try JSONSchema.string(nil, .minimum(1)) }
    }
}
