/// A call observer that also observes tool loops, and the tool calls that they run for a model.
public protocol ToolCallObserver: CallObserver {
    /// Runs a tool call, for example within a span.
    ///
    /// - Parameters:
    ///   - call: The call.
    ///   - body: The tool's function, which must be called once.
    /// - Returns: The output of the function.
    /// - Throws: Any error thrown by the function, unchanged.
    func run(
        _ call: ToolInvocation,
        _ body: @Sendable () async throws -> ToolOutput
    ) async throws -> ToolOutput

    /// Begins the observation of a tool loop whose first step is about to begin; returns `nil` to not observe it.
    ///
    /// It runs in the task that reads the loop, with its task-local values, and must not block.
    func begin(_ loop: ObservedToolLoop) -> (any ToolLoopObservation)?
}

extension ToolCallObserver {
    /// Returns `nil`: only the calls are observed.
    public func begin(_ loop: ObservedToolLoop) -> (any ToolLoopObservation)? { nil }
}
