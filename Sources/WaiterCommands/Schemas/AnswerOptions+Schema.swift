internal import Waiter

extension AnswerOptions {
    /// Returns the schema of the answer as it applies to a server; nil for text.
    ///
    /// - Throws: `CommandFailure` if the schema cannot be sent.
    func schema(for baseURL: BaseURL) throws -> AnswerSchema? {
        guard let schema else { return nil }
        do {
            return try AnswerSchema(schema, name: "answer", for: baseURL)
        } catch let error as OpenAIError {
            throw CommandFailure.usage("the schema cannot be sent: \(error.message)")
        }
    }

    /// Validates the text of an answer.
    ///
    /// - Throws: `CommandFailure` with exit code 7 if it is not JSON, or violates the schema.
    func check(_ text: String, _ schema: AnswerSchema) throws {
        let violations: [String]
        do {
            violations = try schema.read(text).violations.map(\.description)
        } catch {
            violations = ["the answer is not JSON (\(error))"]
        }
        if violations.isEmpty { return }
        let more = violations.count > 10 ? ["and \(violations.count - 10) more"] : []
        throw CommandFailure(
            .nothingExtracted,
            "the answer does not conform to the schema",
            nextStep: "ask again, or describe the fields",
            details: (violations.prefix(10) + more).joined(separator: "\n"),
            kind: "schemaViolation"
        )
    }
}
