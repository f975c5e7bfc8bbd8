/// A call observer that also observes the tool calls that a tool loop runs for a model.
public protocol ToolCallObserver: CallObserver {
    /// Runs a tool call, for example within a span.
    ///
    /// - Parameters:
    ///   - call: The call.
    ///   - body: The tool's function, which must be called once.
    /// - Returns: The output of the function.
    /// - Throws: The error of the function, unchanged.
    func run(
        _ call: ToolInvocation,
        _ body: @Sendable () async throws -> ToolOutput
    ) async throws -> ToolOutput
}
