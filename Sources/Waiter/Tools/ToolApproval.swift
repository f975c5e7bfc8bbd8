/// A decision whether a tool call may run.
public enum ToolApproval: Sendable, Hashable, Codable {
    /// The call runs.
    case approved
    /// The call does not run; the model is told the reason.
    case denied(reason: String)
    /// This rule does not apply to the call: the rule of the loop decides, and without one the call runs.
    case notApplicable
    /// The user has to decide: the loop is suspended with a checkpoint, from which it can be resumed.
    case askUser(prompt: String? = nil)
}
