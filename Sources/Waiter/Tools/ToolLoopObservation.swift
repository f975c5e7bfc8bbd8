/// The observation of a tool loop. It runs the loop's calls and is notified when the loop ends.
public protocol ToolLoopObservation: Sendable {
    /// Runs a part of the loop that calls the model or tools. A tracer can, for example, run it with the loop's span as
    /// the current span.
    ///
    /// This method is called several times for each loop. Between these calls, the loop is idle.
    ///
    /// - Parameters:
    ///   - isolation: The actor to run on.
    ///   - body: The part of the loop, which must be called once.
    /// - Returns: The value that `body` returns.
    /// - Throws: Any error thrown by `body`, unchanged.
    func run<Value>(
        isolation: isolated (any Actor)?,
        _ body: () async throws -> Value
    ) async throws -> Value

    /// Observes the end of the loop. This method is called exactly once, even if the loop is abandoned or cancelled.
    func end(_ outcome: ToolLoopOutcome)
}
