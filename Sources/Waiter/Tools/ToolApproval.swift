/// A decision on whether a tool call may run.
public enum ToolApproval: Sendable, Hashable, Codable {
    /// The call runs.
    case approved
    /// The call does not run, and the reason is reported to the model.
    case denied(reason: String)
    /// This rule does not apply to the call. The loop's rule decides or, if there is none, the call runs.
    case notApplicable
    /// The user must decide. The loop is suspended, with a checkpoint from which it can be resumed.
    case askUser(prompt: String? = nil)
}
