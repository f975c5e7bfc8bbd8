/// The settings of a tool loop: approval, checkpoints and limits.
public struct ToolRunSettings: Sendable {
    /// The rule for calls to which the tool's own rule does not apply. It decides whether a call may run. Without such
    /// a rule, calls run.
    ///
    ///     settings.approval = { _ in .askUser() }
    public var approval: (@Sendable (ToolInvocation) async throws -> ToolApproval)?
    /// A closure that saves a checkpoint. It is called before tool calls start and after each step.
    ///
    /// If it throws, the loop ends before any call starts. Loops in conversations save their own state.
    public var save: (@Sendable (ToolCheckpoint) async throws -> Void)?
    /// The name of the agent that the loop implements, as reported by observers. Use only a small number of names.
    public var agentName: String?
    /// The handling of a `<think>` block in the answer's text.
    public var thinkTags = ChatCompletion.ThinkTags.separated
    /// Whether the model's reasoning is sent back with its calls. DeepSeek expects this, and OpenAI rejects it.
    public var keepsReasoning = false
    /// The maximum size of a call's arguments in bytes. Larger arguments are reported to the model as an error.
    public var maxArgumentBytes = 1 << 20
    /// The maximum size of a result in bytes. Larger results are truncated.
    public var maxOutputBytes = 1 << 20
    /// The maximum number of calls in a step. Exceeding it is an error.
    public var maxCallsPerStep = 64
    /// The maximum number of calls to independent tools that run concurrently.
    public var maxConcurrentCalls = 8
    /// The maximum number of consecutive steps with the same calls and the same results. Exceeding it is an error.
    public var maxRepeats = 3
    /// The maximum number of steps, regardless of the stop condition. Exceeding it is an error.
    public var maxSteps = 100

    /// Creates the default settings.
    public init() {}
}
