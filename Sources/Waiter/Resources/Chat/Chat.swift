/// The path `/chat`.
public struct Chat: Sendable {
    let executor: RequestExecutor

    /// The path `/chat/completions`.
    public var completions: ChatCompletions { ChatCompletions(executor: executor) }
}
