/// The outcome of a tool loop.
///
/// If the iteration over the loop was abandoned, there is neither an end nor an error.
public struct ToolLoopOutcome: Sendable {
    /// The reason the loop ended, or `nil` if the loop failed, was cancelled or was abandoned.
    public var end: ToolRunEnd?
    /// The error of a failed or cancelled loop.
    public var error: (any Error)?
    /// The time from the loop's first step to its end, including the time that the caller took to process its events.
    public var total: Duration

    /// Creates an outcome.
    public init(_ end: ToolRunEnd? = nil, error: (any Error)? = nil, total: Duration = .zero) {
        self.end = end
        self.error = error
        self.total = total
    }
}
