/// The settings of a tool loop: approval, checkpoints and limits.
public struct ToolRunSettings: Sendable {
    /// A rule that decides whether a call may run, where the rule of its tool does not; calls run if there is none.
    ///
    ///     settings.approval = { _ in .askUser() }
    public var approval: (@Sendable (ToolInvocation) async throws -> ToolApproval)?
    /// A closure that saves a checkpoint: before calls are started, and after each step.
    ///
    /// An error that it throws ends the loop before anything is started. The loops of conversations save themselves.
    public var save: (@Sendable (ToolCheckpoint) async throws -> Void)?
    /// The handling of a `<think>` block in the answer's text.
    public var thinkTags = ChatCompletion.ThinkTags.separated
    /// Whether the model's reasoning is sent back with its calls, which DeepSeek expects and OpenAI rejects.
    public var keepsReasoning = false
    /// The maximum size of a call's arguments in bytes; the model is told about a call with more.
    public var maxArgumentBytes = 1 << 20
    /// The maximum size of a result in bytes; a longer one is cut.
    public var maxOutputBytes = 1 << 20
    /// The maximum number of calls in a step; more are an error.
    public var maxCallsPerStep = 64
    /// The maximum number of calls of independent tools that run concurrently.
    public var maxConcurrentCalls = 8
    /// The maximum number of consecutive steps with the same calls and the same results; more are an error.
    public var maxRepeats = 3
    /// The maximum number of steps whatever the stop condition; more are an error.
    public var maxSteps = 100

    /// Creates the default settings.
    public init() {}
}
