/// The schema of an answer. Use this type in a program that does its own processing of the answer's text.
package struct AnswerSchema: Sendable {
    private let contract: AnswerContract

    /// Creates an answer schema. If the given schema has a strict form, that form is sent.
    ///
    /// - Parameters:
    ///   - schema: The schema of the answer.
    ///   - name: The name of the schema.
    ///   - baseURL: The base URL of the server, which determines the default dialect.
    ///   - dialect: The dialect that determines the keywords to send, or `nil` to use the server's dialect.
    /// - Throws: `OpenAIError` with code `.invalidSchema` if the schema cannot be sent.
    package init(_ schema: JSONSchema, name: String, for baseURL: BaseURL, dialect: SchemaDialect? = nil) throws {
        let isStrict = (try? schema.strict()) != nil
        let options = StructuredOutputOptions(schema: schema, name: name, isStrict: isStrict)
        contract = try AnswerContract(JSONValue.self, options, dialect: dialect ?? .of(baseURL, isStrict: isStrict))
    }

    /// The response format to request.
    package var format: ResponseFormat { contract.format }

    /// Finds the JSON in an answer's text and validates it.
    ///
    /// - Parameter text: The text of the answer. The text can contain reasoning, and the JSON can be in a code fence.
    /// - Returns: The JSON as the model wrote it, and the violations of the schema.
    /// - Throws: `JSONError` if there is no JSON.
    package func read(_ text: String) throws -> (json: String, violations: [JSONSchema.Violation]) {
        let json = try AnswerJSON(in: text) { answer in
            contract.unwrapped(answer).map { contract.violations(of: $0.value).isEmpty } ?? false
        }
        let (value, member) = contract.unwrapped(json.value) ?? (json.value, nil)
        let written = member == nil ? String(decoding: json.bytes, as: UTF8.self) : value.jsonText
        return (written, contract.violations(of: value))
    }
}
