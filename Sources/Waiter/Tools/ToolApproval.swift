/// A decision on whether a tool call may run.
public enum ToolApproval: Sendable, Hashable, Codable {
    /// The call runs.
    case approved
    /// The call does not run, and the reason is reported to the model.
    case denied(reason: String)
    /// This rule does not apply to the call. If a tool's rule returns this value, the loop's rule decides. If no
    /// rule applies, the call runs.
    case notApplicable
    /// The user must decide. The loop is suspended and can be resumed from its checkpoint.
    case askUser(prompt: String? = nil)
}
