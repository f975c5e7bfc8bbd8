/// A sample value that conforms to a schema. Samples are needed for types that provide their own schema.
struct SchemaSample {
    private let document: JSONValue

    init(_ document: JSONValue) {
        self.document = document
    }

    /// The first example in the schema or, if there are no examples, a small value that conforms to the schema.
    var value: JSONValue { sample(document, depth: 0) }

    private func sample(_ schema: JSONValue, depth: Int) -> JSONValue {
        guard depth < 32, let keywords = schema.objectValue else { return .null }
        if let example = keywords["examples"]?[0] ?? keywords["const"] ?? keywords["default"] { return example }
        if let first = keywords["enum"]?[0] { return first }
        if let name = keywords["$ref"]?.stringValue, name.hasPrefix("#/$defs/") {
            let target = document["$defs"]?[String(name.dropFirst("#/$defs/".count))] ?? .null
            return sample(target, depth: depth + 1)
        }
        for key in ["anyOf", "oneOf", "allOf"] {
            if let first = keywords[key]?[0] { return sample(first, depth: depth + 1) }
        }
        switch keywords["type"]?[0] ?? keywords["type"] {
        case "string": return .string(text(keywords))
        case "integer", "number": return keywords["minimum"] ?? keywords["maximum"] ?? 0
        case "boolean": return false
        case "array":
            let items = keywords["prefixItems"]?.arrayValue ?? []
            let count = max(items.count, min(keywords["minItems"]?.intValue ?? 0, 100))
            return .array(
                (0..<count).map { index in
                    sample(index < items.count ? items[index] : keywords["items"] ?? true, depth: depth + 1)
                }
            )
        case "object", nil: return object(keywords, depth: depth)
        default: return .null
        }
    }

    private func object(_ keywords: JSONObject, depth: Int) -> JSONValue {
        guard let properties = keywords["properties"]?.objectValue else {
            return keywords["type"] == nil ? .null : .object(JSONObject())
        }
        let required = Set(keywords["required"]?.arrayValue?.compactMap(\.stringValue) ?? [])
        var object = JSONObject()
        for (key, schema) in properties where required.contains(key) {
            object[key] = sample(schema, depth: depth + 1)
        }
        return .object(object)
    }

    private func text(_ keywords: JSONObject) -> String {
        switch keywords["format"] {
        case "date-time": "2026-01-31T12:00:00Z"
        case "date": "2026-01-31"
        case "time": "12:00:00Z"
        case "duration": "PT1S"
        case "uuid": "123e4567-e89b-42d3-a456-426614174000"
        case "email": "name@example.com"
        case "hostname": "example.com"
        case "uri": "https://example.com"
        case "ipv4": "192.0.2.1"
        case "ipv6": "2001:db8::1"
        default: String(repeating: "a", count: min(keywords["minLength"]?.intValue ?? 0, 1_000))
        }
    }
}
