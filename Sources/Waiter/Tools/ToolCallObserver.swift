/// A call observer that also observes tool loops and their tool calls.
public protocol ToolCallObserver: CallObserver {
    /// Runs a tool call, for example within a span.
    ///
    /// - Parameters:
    ///   - call: The tool call.
    ///   - body: The tool's function, which must be called once.
    /// - Returns: The output of the function.
    /// - Throws: Any error thrown by the function, unchanged.
    func run(
        _ call: ToolInvocation,
        _ body: @Sendable () async throws -> ToolOutput
    ) async throws -> ToolOutput

    /// Begins observing a tool loop before its first step. Returns `nil` if the loop should not be observed.
    ///
    /// This method is called in the task that iterates over the loop, with that task's task-local values. The method
    /// must not block.
    func begin(_ loop: ObservedToolLoop) -> (any ToolLoopObservation)?
}

extension ToolCallObserver {
    /// Returns `nil`, in which case only the tool calls are observed.
    public func begin(_ loop: ObservedToolLoop) -> (any ToolLoopObservation)? { nil }
}
