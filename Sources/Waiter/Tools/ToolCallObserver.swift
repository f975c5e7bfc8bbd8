/// A call observer that also observes tool loops and the tool calls in them.
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

    /// Begins to observe a tool loop whose first step is about to begin, or returns `nil` if the loop should not be observed.
    ///
    /// This method runs in the task that iterates over the loop, with the task-local values of that task. It must not block.
    func begin(_ loop: ObservedToolLoop) -> (any ToolLoopObservation)?
}

extension ToolCallObserver {
    /// Returns `nil`, so that only the calls are observed.
    public func begin(_ loop: ObservedToolLoop) -> (any ToolLoopObservation)? { nil }
}
