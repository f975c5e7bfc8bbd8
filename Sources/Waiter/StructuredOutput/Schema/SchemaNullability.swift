/// Functions that make schemas nullable.
enum SchemaNullability {
    /// Returns a schema that accepts `null` in addition to the values that the given schema accepts.
    static func nullable(_ keywords: JSONObject) -> JSONObject {
        if keywords.isEmpty || accepts(keywords) { return keywords }
        var nullable = keywords
        if let alternatives = keywords["anyOf"]?.arrayValue, isAnnotated(keywords, beside: "anyOf") {
            nullable["anyOf"] = .array(alternatives + [["type": "null"]])
            return nullable
        }
        let isPlain = !["$ref", "const", "anyOf", "oneOf", "allOf", "not", "if"].contains { keywords[$0] != nil }
        guard isPlain, let type = keywords["type"] else {
            // Leave annotations on the outer schema, where servers and models read them.
            var inner = JSONObject()
            var outer = JSONObject()
            for (key, value) in keywords {
                if annotations.contains(key) { outer[key] = value } else { inner[key] = value }
            }
            outer["anyOf"] = [.object(inner), ["type": "null"]]
            return outer
        }
        nullable["type"] = .array((type.arrayValue ?? [type]) + ["null"])
        if let values = keywords["enum"]?.arrayValue { nullable["enum"] = .array(values + [.null]) }
        return nullable
    }

    static let annotations: Set<String> = ["description", "title", "default", "examples", "deprecated"]

    private static func isAnnotated(_ keywords: JSONObject, beside key: String) -> Bool {
        keywords.members.allSatisfy { $0.key == key || annotations.contains($0.key) }
    }

    /// Returns whether a schema explicitly accepts `null`.
    private static func accepts(_ keywords: JSONObject) -> Bool {
        if let values = keywords["enum"]?.arrayValue, !values.contains(.null) { return false }
        if let constant = keywords["const"] { return constant.isNull }
        if let type = keywords["type"] { return type == "null" || type.arrayValue?.contains("null") == true }
        guard let alternatives = keywords["anyOf"]?.arrayValue, isAnnotated(keywords, beside: "anyOf") else {
            return false
        }
        return alternatives.contains { $0.objectValue.map { !$0.isEmpty && accepts($0) } ?? ($0 == true) }
    }
}
