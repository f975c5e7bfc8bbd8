internal import Waiter
internal import WaiterPlatform

/// A schema in the short form: `name, age int, tags [str]: short labels`.
///
/// Fields are separated by commas, or by line breaks if descriptions contain commas. A field is a name, an optional
/// type (`str`, `int`, `float`, `bool`, or one of these types in brackets for a list), and an optional description
/// after a colon.
struct SchemaShortForm {
    /// The schema for an object in which all fields are required.
    let value: JSONValue

    private static let types: [String: String] = [
        "str": "string", "string": "string", "int": "integer", "integer": "integer", "float": "number",
        "number": "number", "bool": "boolean", "boolean": "boolean",
    ]

    /// - Throws: `CommandFailure` if the short form is invalid. The error identifies the field and gives an example.
    init(_ text: String) throws {
        let separator: Character = text.contains(where: \.isNewline) ? "\n" : ","
        var properties = JSONObject()
        for part in text.split(whereSeparator: { separator == "\n" ? $0.isNewline : $0 == separator }) {
            let field = part.trimmed
            if field.isEmpty { continue }
            let (name, schema) = try Self.property(field)
            if properties[name] != nil { throw Self.failure("the field '\(name)' appears twice") }
            properties[name] = .object(schema)
        }
        if properties.isEmpty { throw Self.failure("the schema has no fields") }
        value = [
            "type": "object", "properties": .object(properties),
            "required": .array(properties.keys.map { .string($0) }), "additionalProperties": false,
        ]
    }

    private static func property(_ field: String) throws -> (String, JSONObject) {
        let halves = field.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let words = halves[0].split(separator: " ")
        guard let name = words.first, words.count <= 2, isName(name) else {
            throw failure("invalid field '\(field)'")
        }
        var schema = try words.count == 2 ? type(String(words[1])) : ["type": "string"]
        if halves.count == 2 {
            let description = halves[1].trimmed
            if !description.isEmpty { schema["description"] = .string(description) }
        }
        return (String(name), schema)
    }

    private static func type(_ word: String) throws -> JSONObject {
        if word.hasPrefix("["), word.hasSuffix("]") {
            return ["type": "array", "items": .object(try type(String(word.dropFirst().dropLast())))]
        }
        guard let type = types[word.lowercased()] else {
            throw failure("unknown type '\(word)'; expected str, int, float, bool, or a list such as [str]")
        }
        return ["type": .string(type)]
    }

    private static func isName(_ name: Substring) -> Bool {
        name.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "_" || $0 == "-"
        }
    }

    private static func failure(_ what: String) -> CommandFailure {
        .usage(what, nextStep: "for example: --schema 'name, age int, tags [str]: short labels'")
    }
}
