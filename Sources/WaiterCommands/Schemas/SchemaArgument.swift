package import Waiter
internal import WaiterPlatform

/// The value of `--schema` or `--schema-multi`: the path of a file that contains a JSON Schema, the JSON Schema itself,
/// or the short form.
package struct SchemaArgument: Sendable {
    /// The schema.
    package let schema: JSONSchema

    /// Reads the schema.
    ///
    /// - Parameters:
    ///   - text: JSON that begins with `{`, the path of a JSON file, or the short form.
    ///   - isList: Whether the answer is a list of the described objects.
    ///   - flag: The name of the flag, for use in error messages.
    /// - Throws: `CommandFailure` for an invalid schema or a file that cannot be read.
    package init(_ text: String, isList: Bool = false, flag: String) throws {
        let value = try Self.document(text, flag)
        do {
            schema = try JSONSchema(isList ? Self.list(of: value) : value)
        } catch let error as OpenAIError {
            throw CommandFailure.usage("invalid schema (\(flag)): \(error.message)")
        }
    }

    private static func document(_ text: String, _ flag: String) throws -> JSONValue {
        let trimmed = text.trimmed
        if trimmed.hasPrefix("{") { return try parsed(Array(trimmed.utf8), place: flag) }
        let path = trimmed.hasPrefix("@") ? String(trimmed.dropFirst()) : trimmed
        if let file = try TextFile.read(path) { return try parsed(file.bytes, place: path) }
        // Text that looks like a path is not in the short form, so the file must be missing.
        if trimmed.hasPrefix("@") || path.hasSuffix(".json") || (path.contains("/") && !path.contains(" ")) {
            throw CommandFailure.usage("no such file: \(path)", nextStep: "for example: \(flag) 'name, age int'")
        }
        return try SchemaShortForm(trimmed).value
    }

    private static func parsed(_ bytes: [UInt8], place: String) throws -> JSONValue {
        do { return try JSONValue(parsingForeign: bytes) } catch {
            throw CommandFailure.usage("the schema is not valid JSON: \(error)", nextStep: "correct \(place)")
        }
    }

    /// Returns the schema for an object that contains a list of values. The definitions remain at the root of the
    /// schema.
    private static func list(of element: JSONValue) -> JSONValue {
        guard case .object = element else { return element }
        var definitions = JSONObject()
        let items = SchemaEmbedding().embed(element, into: &definitions)
        var list: JSONObject = [
            "type": "object",
            "properties": ["items": ["type": "array", "items": items]],
            "required": ["items"],
            "additionalProperties": false,
        ]
        if !definitions.isEmpty { list["$defs"] = .object(definitions) }
        return .object(list)
    }
}
