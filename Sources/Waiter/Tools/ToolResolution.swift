/// A decision about a call that suspended a tool loop, or the result of the call.
public enum ToolResolution: Sendable, Hashable, Codable {
    /// The call runs.
    case approved
    /// The call does not run; the model is told the reason.
    case denied(reason: String)
    /// The result, produced outside the loop.
    case output(ToolOutput)
}
