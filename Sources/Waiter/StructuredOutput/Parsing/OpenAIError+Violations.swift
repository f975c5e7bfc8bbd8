extension OpenAIError {
    /// The parts of an answer that violate its schema. The array is empty if the answer is not JSON or if the error
    /// is not a schema violation.
    public var violations: [JSONSchema.Violation] { (underlying as? SchemaViolations)?.list ?? [] }
}

/// An error that contains the violations of a schema.
struct SchemaViolations: Error {
    let list: [JSONSchema.Violation]
}
