/// Combines derived schemas into a single document.
///
/// A type that is used only once is inlined. A recursive type, or a type that is used more than once, becomes a
/// definition.
struct SchemaRendering {
    private let definitions: [ObjectIdentifier: DerivedDefinition]
    private var uses: [ObjectIdentifier: Int] = [:]
    private var names: [ObjectIdentifier: String] = [:]
    private var written = JSONObject()

    init(_ definitions: [ObjectIdentifier: DerivedDefinition]) {
        self.definitions = definitions
    }

    /// Returns the document for a type. The root is always inlined because servers require the root to be an
    /// object.
    mutating func document(of root: DerivedSchema) throws -> JSONObject {
        count(root)
        var document =
            if case .named(let id) = root { try body(of: id) } else { try render(root) }
        if !written.isEmpty { document["$defs"] = .object(written) }
        return document
    }

    private mutating func count(_ schema: DerivedSchema) {
        switch schema {
        case .value: break
        case .array(let inner, _), .dictionary(let inner), .nullable(let inner), .refined(let inner, _): count(inner)
        case .tuple(let elements): for element in elements { count(element) }
        case .object(let properties): for property in properties { count(property.schema) }
        case .named(let id):
            uses[id, default: 0] += 1
            if uses[id] == 1, case .done(let inner)? = definitions[id]?.state { count(inner) }
        }
    }

    // MARK: Schemas

    private mutating func render(_ schema: DerivedSchema) throws -> JSONObject {
        switch schema {
        case .value(let keywords): return keywords
        case .array(let inner, let isUnique):
            var keywords: JSONObject = ["type": "array", "items": .object(try render(inner))]
            if isUnique { keywords["uniqueItems"] = true }
            return keywords
        case .tuple(let elements):
            let count = JSONValue.integer(Int64(elements.count))
            let items = try elements.map { JSONValue.object(try render($0)) }
            return [
                "type": "array", "prefixItems": .array(items), "items": false, "minItems": count, "maxItems": count,
            ]
        case .dictionary(let inner): return ["type": "object", "additionalProperties": .object(try render(inner))]
        case .nullable(let inner): return SchemaNullability.nullable(try render(inner))
        case .object(let properties): return try object(properties)
        case .named(let id): return try reference(to: id)
        case .refined(let inner, let keywords):
            var rendered = try render(inner)
            for (key, value) in keywords { rendered[key] = value }
            return rendered
        }
    }

    private mutating func object(_ properties: [DerivedProperty]) throws -> JSONObject {
        var members = JSONObject()
        for property in properties { members[property.name] = .object(try render(property.schema)) }
        let required = properties.filter(\.isRequired).map { JSONValue.string($0.name) }
        return ["type": "object", "properties": .object(members), "required": .array(required)]
    }

    private mutating func reference(to id: ObjectIdentifier) throws -> JSONObject {
        guard uses[id] ?? 0 > 1, !isPlain(id) else { return try body(of: id) }
        let name = name(of: id)
        if written[name] == nil {
            // Reserve the key before rendering the body, because the body can refer to this definition.
            written[name] = .null
            written[name] = .object(try body(of: id))
        }
        return ["$ref": .string("#/$defs/\(SchemaCompiler.escaped(name))")]
    }

    /// Returns whether a type has the same schema as a standard type. For example, a struct that wraps a string has
    /// the same schema as `String`.
    private func isPlain(_ id: ObjectIdentifier) -> Bool {
        guard case .done(var schema)? = definitions[id]?.state else { return false }
        while case .refined(let inner, _) = schema { schema = inner }
        return if case .value(let keywords) = schema { keywords["enum"] == nil } else { false }
    }

    private mutating func body(of id: ObjectIdentifier) throws -> JSONObject {
        switch definitions[id]?.state {
        case .done(let schema)?: return try render(schema)
        case .provided(let keywords)?: return try hoisted(keywords, id)
        case .pending?, .recording?, nil: return JSONObject()
        }
    }

    // MARK: Names

    private mutating func name(of id: ObjectIdentifier) -> String {
        if let known = names[id] { return known }
        guard let type = definitions[id]?.type else { return "" }
        let taken = Set(names.values).union(written.keys)
        let simple = Self.plain("\(type)")
        var name = simple
        if taken.contains(name) { name = Self.plain(SchemaDerivation.name(of: type)) }
        var number = 2
        while taken.contains(name) {
            name = "\(simple)_\(number)"
            number += 1
        }
        names[id] = name
        return name
    }

    /// Removes the characters that servers do not accept in references, such as the angle brackets in `Box<Int>`.
    private static func plain(_ name: String) -> String {
        var plain = ""
        for scalar in name.unicodeScalars {
            let isPlain = scalar == "_" || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
            if isPlain { plain.unicodeScalars.append(scalar) } else if plain.last != "_" { plain += "_" }
        }
        while plain.last == "_" { plain.removeLast() }
        return plain.isEmpty ? "Type" : plain
    }

    // MARK: Provided schemas

    /// Moves the definitions of a provided schema to the document's definitions.
    private mutating func hoisted(_ keywords: JSONObject, _ id: ObjectIdentifier) throws -> JSONObject {
        var keywords = keywords
        keywords["$schema"] = nil
        keywords["$id"] = nil
        guard let definitions = keywords["$defs"]?.objectValue, !definitions.isEmpty else {
            return try checked(keywords, id)
        }
        keywords["$defs"] = nil
        var renamed: [String: String] = [:]
        let taken = Set(names.values).union(written.keys)
        for (name, schema) in definitions where taken.contains(name) && written[name] != schema {
            renamed[name] = (2..<10_000).lazy.map { "\(name)_\($0)" }
                .first { !taken.contains($0) && definitions[$0] == nil }
        }
        for (name, schema) in definitions {
            written[renamed[name] ?? name] = Self.renaming(schema, renamed)
        }
        let body = Self.renaming(.object(keywords), renamed).objectValue ?? keywords
        return try checked(body, id)
    }

    private func checked(_ keywords: JSONObject, _ id: ObjectIdentifier) throws -> JSONObject {
        guard let type = definitions[id]?.type, Self.refersOutside(.object(keywords)) else { return keywords }
        throw SchemaDerivation.failure(type, "references in its jsonSchema must have the form #/$defs/Name")
    }

    private static func refersOutside(_ schema: JSONValue) -> Bool {
        switch schema {
        case .array(let elements): elements.contains(where: refersOutside)
        case .object(let object):
            object.members.contains { member in
                if member.key == "$ref", let target = member.value.stringValue { return !target.hasPrefix("#/$defs/") }
                return refersOutside(member.value)
            }
        default: false
        }
    }

    private static func renaming(_ schema: JSONValue, _ names: [String: String]) -> JSONValue {
        guard !names.isEmpty else { return schema }
        switch schema {
        case .array(let elements): return .array(elements.map { renaming($0, names) })
        case .object(let object):
            return .object(
                JSONObject(
                    object.members.map { member in
                        let prefix = "#/$defs/"
                        if member.key == "$ref", let target = member.value.stringValue, target.hasPrefix(prefix),
                            let name = names[String(target.dropFirst(prefix.count))]
                        {
                            return (member.key, .string(prefix + name))
                        }
                        return (member.key, renaming(member.value, names))
                    }
                )
            )
        default: return schema
        }
    }
}
