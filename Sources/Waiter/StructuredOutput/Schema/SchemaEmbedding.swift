/// Embeds one schema in another and moves the definitions of the embedded schema to the root under unique names.
package struct SchemaEmbedding {
    /// The prefix added to the names of the embedded definitions.
    let prefix: String

    /// Creates an embedding with the given name prefix.
    package init(prefix: String = "") { self.prefix = prefix }

    /// Returns the schema with its references updated and adds its definitions to the definitions at the root.
    package func embed(_ schema: JSONValue, into definitions: inout JSONObject) -> JSONValue {
        guard case .object(var root) = schema else { return schema }
        for key in ["$defs", "definitions"] {
            for (name, definition) in root[key]?.objectValue?.members.map({ ($0.key, $0.value) }) ?? [] {
                definitions[prefix + name] = adapted(definition)
            }
            root[key] = nil
        }
        root["$schema"] = nil
        let body = adapted(.object(root))
        guard refersToRoot(schema) else { return body }
        definitions[prefix + "root"] = body
        return ["$ref": .string("#/$defs/\(prefix)root")]
    }

    private func adapted(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): return .array(elements.map(adapted))
        case .object(let object):
            return .object(
                JSONObject(
                    object.members.map { key, value in
                        guard key == "$ref", let target = value.stringValue else { return (key, adapted(value)) }
                        return (key, .string(adapted(reference: target)))
                    }
                )
            )
        default: return value
        }
    }

    private func adapted(reference: String) -> String {
        for start in ["#/$defs/", "#/definitions/"] where reference.hasPrefix(start) {
            return "#/$defs/" + prefix + reference.dropFirst(start.count)
        }
        return reference == "#" ? "#/$defs/\(prefix)root" : reference
    }

    private func refersToRoot(_ value: JSONValue) -> Bool {
        switch value {
        case .array(let elements): elements.contains(where: refersToRoot)
        case .object(let object):
            object.members.contains { $0.key == "$ref" && $0.value == "#" || refersToRoot($0.value) }
        default: false
        }
    }
}
