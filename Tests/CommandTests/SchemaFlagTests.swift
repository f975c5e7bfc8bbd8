import Foundation
import Testing
import Waiter
import WaiterTestSupport

@Suite("--schema") struct SchemaFlagTests {
    private let cat = #"{"name":"Tom","age":3,"tags":["grey"]}"#

    private func sent(_ scene: Scene) throws -> JSONValue { try #require(scene.server.requests.last?.json) }

    @Test("The short form is sent as a strict schema, and the JSON is printed")
    func shortForm() async throws {
        let scene = try Scene(Reply.completion(cat))
        let result = try await scene.run("--schema", "name, age int, tags [str]: short labels", "Invent a cat.")
        #expect(result.exitCode == 0, "\(result.error)")
        #expect(result.output == cat + "\n")
        let format = try sent(scene)["response_format"]
        #expect(format?["type"] == "json_schema")
        #expect(format?["json_schema"]?["strict"] == true)
        let schema = format?["json_schema"]?["schema"]
        #expect(schema?["required"] == ["name", "age", "tags"])
        #expect(schema?["additionalProperties"] == false)
        #expect(schema?["properties"]?["age"]?["type"] == "integer")
        #expect(schema?["properties"]?["tags"]?["description"] == "short labels")
    }

    @Test("The local model gets bounds for strings and arrays, without which it repeats itself up to the token limit")
    func localBounds() async throws {
        let scene = try Scene(Reply.completion(cat))
        let result = try await scene.run("-P", "local", "--schema", "name, tags [str]", "--dry-run", "Invent a cat.")
        #expect(result.exitCode == 0, "\(result.error)")
        let properties = try JSONValue(jsonText: result.output)["response_format"]?["json_schema"]?["schema"]?[
            "properties"
        ]
        #expect(properties?["name"]?["maxLength"]?.intValue == 80)
        #expect(properties?["tags"]?["maxItems"]?.intValue == 8)
        let other = try await scene.run("-m", "m", "--schema", "name, tags [str]", "--dry-run", "Invent a cat.")
        #expect(!other.output.contains("maxItems"))
    }

    @Test("A schema is read from a file, or given as JSON; --schema-multi asks for a list")
    func forms() async throws {
        let scene = try Scene(Reply.completion(#"{"items":[{"n":1},{"n":2}]}"#))
        try scene.fixture.write(
            #"{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"]}"#,
            to: "n.json"
        )
        let path = "\(scene.fixture.waiterHome)/n.json"
        let file = try await scene.run("--schema-multi", path, "Count.")
        #expect(file.exitCode == 0, "\(file.error)")
        #expect(try sent(scene)["response_format"]?["json_schema"]?["schema"]?["properties"]?["items"] != nil)
        let inline = try Scene(Reply.completion(#"{"n":1}"#))
        let result = try await inline.run("--schema", #"{"type":"object","properties":{"n":{"type":"integer"}}}"#, "x")
        #expect((result.exitCode, result.output) == (0, "{\"n\":1}\n"), "\(result.error)")
    }

    @Test("The definitions and the root of a listed schema stay reachable", arguments: ["$defs", "definitions"])
    func listedDefinitions(key: String) async throws {
        let scene = try Scene(Reply.completion(#"{"items":[{"part":{"n":1},"inner":null}]}"#))
        let schema = """
            {"type":"object","properties":{"part":{"$ref":"#/\(key)/Part"},"inner":{"anyOf":[{"$ref":"#"},{"type":"null"}]}},
             "required":["part","inner"],"additionalProperties":false,
             "\(key)":{"Part":{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"],"additionalProperties":false}}}
            """
        let result = try await scene.run("--schema-multi", schema, "Count.")
        #expect(result.exitCode == 0, "\(result.error)")
        let sent = try sent(scene)["response_format"]?["json_schema"]?["schema"]
        #expect(sent?["properties"]?["items"]?["items"]?["$ref"] == "#/$defs/root")
        #expect(sent?["$defs"]?["Part"] != nil)
    }

    @Test("An answer that violates the schema is printed, and ends with exit code 7 and the violations")
    func violated() async throws {
        let scene = try Scene(Reply.completion(#"{"name":"Tom","age":"three"}"#))
        let result = try await scene.run("--schema", "name, age int", "x")
        #expect(result.exitCode == 7)
        #expect(result.output == "{\"name\":\"Tom\",\"age\":\"three\"}\n")
        #expect(result.error.contains("the answer does not conform to the schema"))
        #expect(result.error.contains("age: "))
        let text = try await Scene(Reply.completion("Tom is three.")).run("--schema", "name, age int", "x", "--json")
        #expect(text.exitCode == 7)
        #expect(text.error.contains("schemaViolation"))
    }

    @Test("JSON in a code fence counts as the answer from a server that ignores schemas")
    func fenced() async throws {
        let result = try await Scene(Reply.completion("Here:\n```json\n{\"name\": \"Tom\"}\n```\n")).run(
            "--schema",
            "name",
            "x"
        )
        #expect(result.exitCode == 0, "\(result.error)")
        #expect(result.output.trimmingCharacters(in: .whitespacesAndNewlines) == "{\"name\": \"Tom\"}")
    }

    @Test(
        "An invalid schema is a usage error, and nothing is sent",
        arguments: [
            ("name, name", "appears twice"), ("name thing", "unknown type 'thing'"), ("a b c", "invalid field"),
            (" , ", "has no fields"), ("{\"type\":", "not valid JSON"), ("missing.json", "no such file"),
            (#"{"$ref":"https://example.com/s.json"}"#, "invalid schema"), (#"{"type":"thing"}"#, "invalid schema"),
        ]
    )
    func invalid(schema: String, error: String) async throws {
        let scene = try Scene(Reply.completion("{}"))
        let result = try await scene.run("--schema", schema, "x")
        #expect(result.exitCode == 2)
        #expect(result.error.contains(error), "\(result.error)")
        #expect(scene.server.requests.isEmpty)
    }
}
