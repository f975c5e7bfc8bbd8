/// The outcome of a tool loop.
///
/// A loop that its caller stopped reading has neither an end nor an error.
public struct ToolLoopOutcome: Sendable {
    /// The reason the loop ended; `nil` if it failed, was cancelled, or is no longer being read.
    public var end: ToolRunEnd?
    /// The error of a failed or cancelled loop.
    public var error: (any Error)?
    /// The time from the loop's first step to its end, including the time that its caller took to read it.
    public var total: Duration

    /// Creates an outcome.
    public init(_ end: ToolRunEnd? = nil, error: (any Error)? = nil, total: Duration = .zero) {
        self.end = end
        self.error = error
        self.total = total
    }
}
