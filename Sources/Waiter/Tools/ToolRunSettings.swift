/// The settings of a tool loop, such as the approval rule, checkpoints and limits.
public struct ToolRunSettings: Sendable {
    /// A closure that decides whether a call may run if the tool's own rule does not apply. If this property is
    /// `nil`, the call runs.
    ///
    ///     settings.approval = { _ in .askUser() }
    public var approval: (@Sendable (ToolInvocation) async throws -> ToolApproval)?
    /// A closure that saves a checkpoint. The closure is called before tool calls start and after each step.
    ///
    /// If the closure throws an error, the loop ends before another call starts. Conversations save the state of their
    /// loops themselves and do not call the closure.
    public var save: (@Sendable (ToolCheckpoint) async throws -> Void)?
    /// The name of the agent that the loop implements. Observers receive this name. Use only a small number of
    /// different names.
    public var agentName: String?
    /// The policy for a `<think>` block in an answer's text.
    public var thinkTags = ChatCompletion.ThinkTags.separated
    /// Whether the model's reasoning is sent back with its tool calls. DeepSeek expects the reasoning, but OpenAI
    /// rejects it.
    public var keepsReasoning = false
    /// The maximum size of a call's arguments, in bytes. If the arguments are larger, an error is reported to the
    /// model.
    public var maxArgumentBytes = 1 << 20
    /// The maximum size of a result, in bytes. Larger results are truncated.
    public var maxOutputBytes = 1 << 20
    /// The maximum number of calls in a step. If there are more calls, the loop ends with an error.
    public var maxCallsPerStep = 64
    /// The maximum number of calls to independent tools that run concurrently.
    public var maxConcurrentCalls = 8
    /// The maximum number of consecutive steps with the same calls and the same results. If the limit is reached, the
    /// loop ends with an error.
    public var maxRepeats = 3
    /// The maximum number of steps, regardless of the stop condition. If the model needs more steps, the loop ends with
    /// an error.
    public var maxSteps = 100

    /// Creates the default settings.
    public init() {}
}
