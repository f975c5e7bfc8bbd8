/// The reason why a tool loop ended.
public enum ToolRunEnd: Sendable, Hashable, Codable {
    /// The model answered without calling a tool.
    case answered
    /// A stop condition was met. The text describes the condition.
    case stopped(String)
    /// A call is waiting for the user's decision. Resume the loop with the decision.
    case suspended
    /// A call to a tool without a function is waiting for its result. Resume the loop with the result.
    case handedOut
}
