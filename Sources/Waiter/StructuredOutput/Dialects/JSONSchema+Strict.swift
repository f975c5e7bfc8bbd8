extension JSONSchema {
    /// Returns the schema in the form that strict structured output requires.
    ///
    /// Objects forbid additional properties and require all declared properties. Properties that were optional can
    /// be `null` instead of absent. A `$ref` with sibling keywords is replaced by the schema that it refers to.
    ///
    /// - Throws: `OpenAIError` with code `.invalidSchema` if the schema contains a dictionary, or an object whose
    ///   properties are not declared. Strict mode cannot express such schemas.
    public func strict() throws -> JSONSchema {
        var transform = StrictTransform(value)
        return try JSONSchema(transform.transformed(value))
    }
}

/// The conversion of a schema to its strict form.
struct StrictTransform {
    private let document: JSONValue
    private var path: [String] = []
    /// The number of subschemas produced so far. Inlining references can multiply this number.
    private var count = 0
    /// The references being inlined.
    private var inlined: [String] = []

    init(_ document: JSONValue) {
        self.document = document
    }

    mutating func transformed(_ schema: JSONValue) throws -> JSONValue {
        guard case .object(let keywords) = schema else { return schema }
        return .object(try transformed(keywords))
    }

    private mutating func transformed(_ schema: JSONValue, at step: String) throws -> JSONValue {
        path.append(step)
        defer { path.removeLast() }
        return try transformed(schema)
    }

    private mutating func transformed(_ keywords: JSONObject) throws -> JSONObject {
        count += 1
        guard count <= SchemaCompiler.maxNodes else { throw inexpressible("is too large once references are inlined") }
        if let inlined = try inlining(keywords) { return inlined }
        var strict = keywords
        for key in ["items", "not", "contains"] {
            if let schema = keywords[key] { strict[key] = try transformed(schema, at: key) }
        }
        for key in ["anyOf", "oneOf", "allOf", "prefixItems"] {
            guard let schemas = keywords[key]?.arrayValue else { continue }
            var list: [JSONValue] = []
            for (index, schema) in schemas.enumerated() { list.append(try transformed(schema, at: "\(key)[\(index)]")) }
            strict[key] = .array(list)
        }
        for key in ["$defs", "definitions"] {
            guard let schemas = keywords[key]?.objectValue else { continue }
            var definitions = JSONObject()
            for (name, schema) in schemas { definitions[name] = try transformed(schema, at: name) }
            strict[key] = .object(definitions)
        }
        if Self.isObject(keywords) { try close(&strict) }
        return strict
    }

    private static func isObject(_ keywords: JSONObject) -> Bool {
        let type = keywords["type"]
        return type == "object" || type?.arrayValue?.contains("object") == true || keywords["properties"] != nil
    }

    /// Requires all properties of an object and forbids additional properties.
    private mutating func close(_ keywords: inout JSONObject) throws {
        let additional = keywords["additionalProperties"]
        let isOpen = additional != nil && additional != false
        guard keywords["patternProperties"] == nil, !isOpen || additional == true && keywords["properties"] != nil
        else {
            throw inexpressible(
                "is a dictionary, which strict mode cannot express; use an array of objects with a key and a value, "
                    + "or turn strict mode off"
            )
        }
        guard let properties = keywords["properties"]?.objectValue else {
            guard additional == false else {
                throw inexpressible("is an object without properties, which strict mode cannot express")
            }
            keywords["required"] = []
            return
        }
        let required = Set(keywords["required"]?.arrayValue?.compactMap(\.stringValue) ?? [])
        var strict = JSONObject()
        for (name, schema) in properties {
            var property = try transformed(schema, at: name)
            if !required.contains(name), let keywords = property.objectValue {
                property = .object(SchemaNullability.nullable(keywords))
            }
            strict[name] = property
        }
        keywords["properties"] = .object(strict)
        keywords["required"] = .array(properties.keys.map(JSONValue.string))
        keywords["additionalProperties"] = false
    }

    // MARK: References

    /// Returns the target of a `$ref` merged with its sibling keywords, or `nil` if the schema has no `$ref` with
    /// sibling keywords.
    private mutating func inlining(_ keywords: JSONObject) throws -> JSONObject? {
        guard let reference = keywords["$ref"]?.stringValue, keywords.count > 1 else { return nil }
        var siblings = keywords
        siblings["$ref"] = nil
        let definitions = ["$defs", "definitions"]
        // Definitions do not count as sibling keywords, except at the root.
        if siblings.keys.allSatisfy({ definitions.contains($0) }), !path.isEmpty { return nil }
        guard !inlined.contains(reference) else { return ["$ref": .string(reference)] }
        guard let target = target(of: reference)?.objectValue else { return nil }
        inlined.append(reference)
        defer { inlined.removeLast() }
        var merged = target
        for (key, value) in siblings { merged[key] = value }
        return try transformed(merged)
    }

    private func target(of reference: String) -> JSONValue? {
        reference.hasPrefix("#") ? SchemaCompiler.subschema(at: reference, in: document) : nil
    }

    private func inexpressible(_ complaint: String) -> OpenAIError {
        OpenAIError(
            .invalidSchema,
            "strict mode: \(path.isEmpty ? "the schema" : path.joined(separator: ".")) \(complaint)"
        )
    }
}
