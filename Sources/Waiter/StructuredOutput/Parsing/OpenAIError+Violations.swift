extension OpenAIError {
    /// The parts of an answer that do not conform to its schema. The list is empty for other errors and for answers
    /// that are not JSON.
    public var violations: [JSONSchema.Violation] { (underlying as? SchemaViolations)?.list ?? [] }
}

/// The violations that an error carries.
struct SchemaViolations: Error {
    let list: [JSONSchema.Violation]
}
