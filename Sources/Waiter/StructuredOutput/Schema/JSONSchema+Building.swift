/// Functions that build schemas in code.
///
///     let schema = try JSONSchema.object([
///         ("city", .string("The name in English", .maxLength(80))),
///         ("days", .array(of: .integer(.minimum(0)))),
///     ])
///
/// Each function throws `OpenAIError` with code `.invalidSchema` if a constraint is invalid (for example, if a pattern
/// is malformed).
extension JSONSchema {
    /// Creates the schema for an object that has only the given properties, in the given order.
    ///
    /// - Parameters:
    ///   - properties: The names and schemas of the properties.
    ///   - required: The names of the properties that must be present, or `nil` to require all of them.
    ///   - description: A description for the model.
    /// - Returns: The schema.
    /// - Throws: `OpenAIError` with code `.invalidSchema`.
    public static func object(
        _ properties: [(String, JSONSchema)],
        required: [String]? = nil,
        description: String? = nil
    ) throws -> JSONSchema {
        let names = required ?? properties.map(\.0)
        let keywords: JSONObject = [
            "type": "object",
            "properties": .object(JSONObject(properties.map { ($0.0, $0.1.value) })),
            "required": .array(names.map(JSONValue.string)),
            "additionalProperties": false,
        ]
        return try make(keywords, description, [])
    }

    /// Creates the schema for an array.
    public static func array(
        of items: JSONSchema,
        _ description: String? = nil,
        _ constraints: Constraint...
    ) throws -> JSONSchema {
        try make(["type": "array", "items": items.value], description, constraints)
    }

    /// Creates the schema for a string.
    public static func string(_ description: String? = nil, _ constraints: Constraint...) throws -> JSONSchema {
        try make(["type": "string"], description, constraints)
    }

    /// Creates the schema for an integer.
    public static func integer(_ description: String? = nil, _ constraints: Constraint...) throws -> JSONSchema {
        try make(["type": "integer"], description, constraints)
    }

    /// Creates the schema for a number.
    public static func number(_ description: String? = nil, _ constraints: Constraint...) throws -> JSONSchema {
        try make(["type": "number"], description, constraints)
    }

    /// Creates the schema for a Boolean.
    public static func boolean(_ description: String? = nil) throws -> JSONSchema {
        try make(["type": "boolean"], description, [])
    }

    /// Creates the schema for a string that must be one of several values.
    public static func enumeration(_ values: [String], _ description: String? = nil) throws -> JSONSchema {
        try make(["type": "string", "enum": .array(values.map(JSONValue.string))], description, [])
    }

    /// Creates the schema for a constant value, such as the tag that identifies an alternative.
    public static func constant(_ value: JSONValue, _ description: String? = nil) throws -> JSONSchema {
        var keywords: JSONObject = value.stringValue == nil ? [:] : ["type": "string"]
        keywords["const"] = value
        return try make(keywords, description, [])
    }

    /// Creates the schema for a value that conforms to at least one of several schemas.
    public static func anyOf(_ alternatives: [JSONSchema], _ description: String? = nil) throws -> JSONSchema {
        try make(["anyOf": .array(alternatives.map(\.value))], description, [])
    }

    /// Creates the schema for a value that may be `null`.
    public static func optional(_ schema: JSONSchema) throws -> JSONSchema {
        guard let keywords = schema.value.objectValue else { return schema }
        return try JSONSchema(.object(SchemaNullability.nullable(keywords)))
    }

    private static func make(
        _ keywords: JSONObject,
        _ description: String?,
        _ constraints: [Constraint]
    ) throws -> JSONSchema {
        var keywords = keywords
        if let description { keywords["description"] = .string(description) }
        let type = keywords["type"]?.stringValue
        for constraint in constraints {
            if let types = constraint.types, let type, !types.contains(type) {
                throw OpenAIError(
                    .invalidSchema,
                    "invalid JSON Schema: \(constraint.keyword) does not apply to the type \(type)"
                )
            }
            keywords[constraint.keyword] = constraint.value
        }
        return try JSONSchema(.object(keywords))
    }
}
