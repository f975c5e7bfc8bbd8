internal import Waiter

extension AnswerOptions {
    /// Returns the answer schema in the format that the server expects, or `nil` for a text answer.
    ///
    /// - Parameters:
    ///   - baseURL: The base URL of the server.
    ///   - isLocal: Whether the model is the local model that Waiter installed.
    /// - Returns: The schema, which is sent with the request and used to decode the answer.
    /// - Throws: `CommandFailure` if the schema cannot be sent.
    func schema(for baseURL: BaseURL, isLocal: Bool = false) throws -> AnswerSchema? {
        guard let schema else { return nil }
        do {
            return try AnswerSchema(schema, name: "answer", for: baseURL, dialect: isLocal ? .smallModel : nil)
        } catch let error as OpenAIError {
            throw CommandFailure.usage("the schema cannot be sent: \(error.message)")
        }
    }
}
