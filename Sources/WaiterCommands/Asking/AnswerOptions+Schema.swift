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
}
