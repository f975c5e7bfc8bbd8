/// The outcome of a tool loop.
///
/// If the iteration over the loop was abandoned, both `end` and `error` are `nil`.
public struct ToolLoopOutcome: Sendable {
    /// The reason why the loop ended, or `nil` if the loop failed, was cancelled or was abandoned.
    public var end: ToolRunEnd?
    /// The error that ended the loop, or `nil` if the loop did not fail and was not cancelled.
    public var error: (any Error)?
    /// The time from the start of the first step to the end of the loop. This duration includes the time that the
    /// caller took to process events.
    public var total: Duration

    /// Creates an outcome.
    public init(_ end: ToolRunEnd? = nil, error: (any Error)? = nil, total: Duration = .zero) {
        self.end = end
        self.error = error
        self.total = total
    }
}
