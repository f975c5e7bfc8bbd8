/// The observation of one tool loop, which surrounds its calls and is notified of its end.
public protocol ToolLoopObservation: Sendable {
    /// Runs a part of the loop that calls the model or tools, for example with the loop's span as the current one.
    ///
    /// It is called several times in a loop, and the loop is idle in between.
    ///
    /// - Parameters:
    ///   - isolation: The actor to run on.
    ///   - body: The part of the loop, which must be called once.
    /// - Returns: The value of the part.
    /// - Throws: The error of the part, unchanged.
    func run<Value>(
        isolation: isolated (any Actor)?,
        _ body: () async throws -> Value
    ) async throws -> Value

    /// Observes the end of the loop; called exactly once in every case, including when the loop is abandoned or cancelled.
    func end(_ outcome: ToolLoopOutcome)
}
