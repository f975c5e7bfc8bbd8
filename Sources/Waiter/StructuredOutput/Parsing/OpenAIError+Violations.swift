extension OpenAIError {
    /// The parts of an answer that do not conform to its schema. The list is empty for other errors and for answers
    /// that are not JSON.
    public var violations: [JSONSchema.Violation] { (underlying as? SchemaViolations)?.list ?? [] }
}

/// An error that contains the violations of a schema.
struct SchemaViolations: Error {
    let list: [JSONSchema.Violation]
}
