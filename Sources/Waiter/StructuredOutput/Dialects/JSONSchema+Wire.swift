extension JSONSchema {
    /// Returns the schema in the format in which it is sent to a server.
    package func wire(_ dialect: SchemaDialect) -> JSONValue {
        if dialect == .standard { return value }
        let schema = dialect.requiresNamedRoot ? Self.namingRoot(value) : value
        return WireTransform(dialect).sent(schema)
    }

    /// Replaces root references (`#`) with references to a named copy of the root schema in `$defs`.
    private static func namingRoot(_ document: JSONValue) -> JSONValue {
        guard case .object(var keywords) = document, refersToRoot(document) else { return document }
        var definitions = keywords["$defs"]?.objectValue ?? JSONObject()
        let name = (1..<100).lazy.map { $0 == 1 ? "Root" : "Root_\($0)" }.first { definitions[$0] == nil } ?? "Root_"
        keywords["$defs"] = nil
        definitions[name] = .object(keywords)
        keywords["$defs"] = .object(definitions)
        return renamingRoot(.object(keywords), to: "#/$defs/\(name)")
    }

    private static func refersToRoot(_ schema: JSONValue) -> Bool {
        switch schema {
        case .array(let elements): elements.contains(where: refersToRoot)
        case .object(let object): object["$ref"] == "#" || object.members.contains { refersToRoot($0.value) }
        default: false
        }
    }

    private static func renamingRoot(_ schema: JSONValue, to name: String) -> JSONValue {
        switch schema {
        case .array(let elements): .array(elements.map { renamingRoot($0, to: name) })
        case .object(let object):
            .object(
                JSONObject(
                    object.members.map { member in
                        member.key == "$ref" && member.value == "#"
                            ? (member.key, .string(name)) : (member.key, renamingRoot(member.value, to: name))
                    }
                )
            )
        default: schema
        }
    }
}

/// Removes the parts of a schema that a server does not support.
private struct WireTransform {
    private static let lists: Set<String> = ["anyOf", "oneOf", "allOf", "prefixItems"]
    private static let maps: Set<String> = [
        "properties", "patternProperties", "$defs", "definitions", "dependentSchemas",
    ]
    private static let schemas: Set<String> = [
        "items", "additionalProperties", "not", "contains", "if", "then", "else", "propertyNames",
    ]
    private static let lowerBounds: Set<String> = ["minLength", "minItems"]

    private let dialect: SchemaDialect

    init(_ dialect: SchemaDialect) {
        self.dialect = dialect
    }

    func sent(_ schema: JSONValue) -> JSONValue {
        guard case .object(let keywords) = schema else { return schema }
        var sent = JSONObject()
        for (key, value) in keywords where isRead(key, value) {
            let name = key == "oneOf" && dialect.sendsOneOfAsAnyOf && keywords["anyOf"] == nil ? "anyOf" : key
            sent[name] = bounded(key, self.sent(key, value))
        }
        if let bound = dialect.defaultMaxLength, Self.isUnbounded(sent) { sent["maxLength"] = .integer(Int64(bound)) }
        if let bound = dialect.defaultMaxItems, Self.isUnboundedArray(sent) {
            sent["maxItems"] = .integer(Int64(bound))
        }
        return .object(sent)
    }

    private func sent(_ key: String, _ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements) where Self.lists.contains(key) || key == "items": .array(elements.map(sent))
        case .object(let members) where Self.maps.contains(key):
            .object(JSONObject(members.map { ($0.key, sent($0.value)) }))
        case .object where Self.schemas.contains(key): sent(value)
        default: value
        }
    }

    /// Lowers an upper bound to the largest value that the server accepts.
    private func bounded(_ key: String, _ value: JSONValue) -> JSONValue {
        guard let bound = dialect.maxRepetition, key == "maxLength" || key == "maxItems" else { return value }
        return value.intValue.map { .integer(Int64(min($0, bound))) } ?? value
    }

    private func isRead(_ key: String, _ value: JSONValue) -> Bool {
        if dialect.dropped.contains(key) { return false }
        if let bound = dialect.maxRepetition, Self.lowerBounds.contains(key), (value.intValue ?? 0) > bound {
            return false
        }
        switch key {
        case "format": return value.stringValue.flatMap { name in dialect.formats.map { $0.contains(name) } } ?? true
        case "pattern": return isReadable(pattern: value.stringValue ?? "")
        default: return true
        }
    }

    private func isReadable(pattern: String) -> Bool {
        switch dialect.patterns {
        case .all: true
        case .none: false
        case .anchored:
            pattern.hasPrefix("^") && pattern.hasSuffix("$") && !pattern.hasSuffix("\\$")
                && !["(?=", "(?!", "(?<", "\\b", "\\B", "\\p", "\\P", "^|", "|$"].contains { pattern.contains($0) }
        }
    }

    /// Returns whether a schema allows strings of any length.
    private static func isUnbounded(_ keywords: JSONObject) -> Bool {
        let type = keywords["type"]
        guard type == "string" || type?.arrayValue?.contains("string") == true else { return false }
        return !["maxLength", "enum", "const", "pattern", "format"].contains { keywords[$0] != nil }
    }

    /// Returns whether a schema allows arrays of any length.
    private static func isUnboundedArray(_ keywords: JSONObject) -> Bool {
        let type = keywords["type"]
        guard type == "array" || type?.arrayValue?.contains("array") == true else { return false }
        return !["maxItems", "minItems", "enum", "const"].contains { keywords[$0] != nil }
    }
}
