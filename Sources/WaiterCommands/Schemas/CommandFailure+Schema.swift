internal import Waiter

extension CommandFailure {
    /// Creates the failure with exit code 7 for an answer that is not JSON or violates its schema. Returns `nil` for a
    /// valid answer.
    init?(of reading: Result<(json: String, violations: [JSONSchema.Violation]), any Error>) {
        let violations: [String]
        switch reading {
        case .success(let answer): violations = answer.violations.map(\.description)
        case .failure(let error): violations = ["the answer is not JSON (\(error))"]
        }
        if violations.isEmpty { return nil }
        let more = violations.count > 10 ? ["and \(violations.count - 10) more"] : []
        self.init(
            .nothingExtracted,
            "the answer does not conform to the schema",
            nextStep: "ask again, or describe the fields",
            details: (violations.prefix(10) + more).joined(separator: "\n"),
            kind: "schemaViolation"
        )
    }
}
