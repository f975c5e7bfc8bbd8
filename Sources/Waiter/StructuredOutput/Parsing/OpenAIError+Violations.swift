extension OpenAIError {
    /// The parts of an answer that violate its schema. This array is empty if the answer is not JSON. It is also empty
    /// for errors other than schema violations.
    public var violations: [JSONSchema.Violation] { (underlying as? SchemaViolations)?.list ?? [] }
}

/// An error that contains the violations of a schema.
struct SchemaViolations: Error {
    let list: [JSONSchema.Violation]
}
