/// A decision on whether a tool call may run.
public enum ToolApproval: Sendable, Hashable, Codable {
    /// The call runs.
    case approved
    /// The call does not run; the model is told the reason.
    case denied(reason: String)
    /// This rule does not apply to the call: the loop's rule decides; if there is none, the call runs.
    case notApplicable
    /// The user must decide: the loop is suspended with a checkpoint that it can be resumed from.
    case askUser(prompt: String? = nil)
}
