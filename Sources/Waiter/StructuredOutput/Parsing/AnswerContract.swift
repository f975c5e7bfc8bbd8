/// The requirements for an answer: the schema to send and the schemas for validation. The value in the answer must
/// conform to at least one of the validation schemas.
struct AnswerContract: Sendable {
    /// The name of the member that holds the value if the value is not an object. Servers require the root of an answer
    /// to be an object.
    private static let wrapper = "value"

    /// The schema that was given or derived from the type.
    private let schema: JSONSchema
    /// The strict form of the schema, or `nil` if strict mode is not requested.
    private let strict: JSONSchema?
    private let isDerived: Bool
    private let isWrapped: Bool
    private let name: String
    private let description: String?
    /// The schema in the format in which it is sent.
    let sent: JSONValue

    /// - Throws: `OpenAIError` with code `.invalidSchema` if the type or the given schema cannot be sent.
    init<Value: Decodable>(
        _ type: Value.Type,
        _ options: StructuredOutputOptions,
        dialect: SchemaDialect
    ) throws {
        schema = try options.schema ?? JSONSchema(of: type)
        isDerived = options.schema == nil
        strict = options.isStrict ? try schema.strict() : nil
        name = options.name ?? Self.name(of: type)
        description = options.description
        let form = strict ?? schema
        isWrapped = !Self.isObject(form.value)
        sent = (isWrapped ? try JSONSchema(Self.wrapped(form.value)) : form).wire(dialect)
    }

    /// Whether a server can be expected to enforce the schema.
    var isStrict: Bool { strict != nil }

    var format: ResponseFormat {
        .jsonSchema(name: name, schema: sent, strict: isStrict ? true : nil, description: description)
    }

    /// Returns the violations in a value. The array is empty if the value conforms to the schema or to the strict
    /// form of the schema.
    ///
    /// Both forms are accepted because a server that ignores the schema can omit an optional property for which the
    /// strict form requires `null`.
    func violations(of value: JSONValue) -> [JSONSchema.Violation] {
        let violations = violations(of: value, strict ?? schema)
        if violations.isEmpty || strict == nil { return violations }
        let lenient = self.violations(of: value, schema)
        return lenient.count < violations.count ? lenient : violations
    }

    /// Returns the violations of one schema. If the schema is derived, a date that can be decoded is not a violation,
    /// even if the date does not conform to RFC 3339.
    private func violations(of value: JSONValue, _ schema: JSONSchema) -> [JSONSchema.Violation] {
        let violations = schema.validate(value)
        guard isDerived, violations.contains(where: { $0.keyword == "format" }) else { return violations }
        return violations.filter { violation in
            guard violation.keyword == "format" else { return true }
            return value.part(at: violation.path).flatMap(StructuredDate.date) == nil
        }
    }

    // MARK: Values that are not objects

    /// Returns the value in an answer and the name of the member that holds the value. If the answer has no such
    /// member, the answer itself is the value.
    ///
    /// - Returns: The value, or `nil` if the value has not been received yet.
    func unwrapped(_ answer: JSONValue) -> (value: JSONValue, member: String?)? {
        guard isWrapped, case .object(let object) = answer else { return (answer, nil) }
        guard let first = object.members.first else { return nil }
        return first.key == Self.wrapper ? (first.value, first.key) : (answer, nil)
    }

    private static func isObject(_ schema: JSONValue) -> Bool {
        schema["type"] == "object" || schema["$ref"] != nil
    }

    /// Returns the schema of an object that holds the value. Definitions are moved to the root because references are
    /// resolved from the root.
    private static func wrapped(_ schema: JSONValue) -> JSONValue {
        var definitions = JSONObject()
        let inner = SchemaEmbedding().embed(schema, into: &definitions)
        var outer: JSONObject = ["type": "object"]
        outer["properties"] = .object([wrapper: inner])
        outer["required"] = [.string(wrapper)]
        outer["additionalProperties"] = false
        if !definitions.isEmpty { outer["$defs"] = .object(definitions) }
        return .object(outer)
    }

    // MARK: Names

    /// The maximum length of a schema's name, as documented by OpenAI.
    private static let longestName = 64

    /// Returns the name of a type, restricted to the characters that a schema's name may contain.
    private static func name(of type: Any.Type) -> String {
        let characters = "\(type)".unicodeScalars.prefix(longestName).map { scalar -> Character in
            let isAllowed = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            return isAllowed ? Character(scalar) : "_"
        }
        return characters.isEmpty ? "answer" : String(characters)
    }
}
