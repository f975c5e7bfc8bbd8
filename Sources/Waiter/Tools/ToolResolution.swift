/// A decision on a call that suspended a tool loop, or the result of such a call.
public enum ToolResolution: Sendable, Hashable, Codable {
    /// The call runs.
    case approved
    /// The call does not run, and the reason is reported to the model.
    case denied(reason: String)
    /// The result, which was produced outside the loop.
    case output(ToolOutput)
}
