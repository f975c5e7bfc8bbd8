import Foundation
import Testing
import Waiter

/// A validator of another author, the Python package `jsonschema`, which the `mcp` package brings along.
private let python = ProcessInfo.processInfo.environment["WAITER_TEST_MCP_PYTHON"]

@Suite("Schemas as jsonschema for Python reads them", .enabled(if: python != nil, "needs WAITER_TEST_MCP_PYTHON"))
struct MetaValidatorTests {
    /// Returns the outcome of a Python program that is passed a JSON value on standard input.
    private func run(_ program: String, input: JSONValue) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: try #require(python))
        process.arguments = ["-c", program]
        let (stdin, stdout) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (stdin, stdout)
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data(input.jsonText.utf8))
        try stdin.fileHandleForWriting.close()
        let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: output, as: UTF8.self)
    }

    @Test("Every derived schema, its strict form and the forms for servers are valid JSON Schema")
    func validSchemas() throws {
        var schemas: [JSONValue] = []
        for (_, type) in DerivationTests.types {
            let schema = try DerivationTests.schema(of: type)
            schemas += [schema.value, schema.wire(.openAI), schema.wire(.llamaServer), schema.wire(.smallModel)]
            if let strict = try? schema.strict() { schemas += [strict.value, strict.wire(.openAI)] }
        }
        let invalid: JSONValue = ["type": "strnig"]
        let output = try run(
            """
            import json, sys, jsonschema
            for number, schema in enumerate(json.load(sys.stdin)):
                try:
                    jsonschema.Draft202012Validator.check_schema(schema)
                except jsonschema.SchemaError as error:
                    print(number, error.message)
            """,
            input: .array(schemas + [invalid])
        )
        // The last one shows that the validator finds something.
        #expect(output.split(separator: "\n").count == 1, "\(output)")
        #expect(output.hasPrefix("\(schemas.count) "), "\(output)")
    }
}
