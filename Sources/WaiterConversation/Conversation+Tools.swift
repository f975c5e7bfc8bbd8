public import Waiter

extension Conversation {
    /// Sends a message and lets the model use tools to answer it. The tool calls, their results and the answer are
    /// appended.
    ///
    ///     let completion = try await conversation.send("What is 17 times 23?", with: client, tools: [calculator])
    ///
    /// If the tool loop ends before the model answers, its state is stored in `pendingTools`, even if an error ended
    /// the loop. Call `resumeTools` to continue the loop.
    ///
    /// - Parameters:
    ///   - text: The question.
    ///   - client: The client.
    ///   - tools: The tools. They are sent in this order in every step.
    ///   - condition: The condition that ends the loop before the model answers.
    ///   - mode: The way in which tools are offered to the model.
    ///   - settings: The approval settings and limits for tool calls. Their `save` closure is not called.
    ///   - options: The options for the calls.
    ///   - onEvent: A closure that is called with each event.
    /// - Returns: The last answer from the model.
    /// - Throws: Any error thrown by `send` without tools, or by the tool loop.
    @discardableResult
    nonisolated(nonsending) public mutating func send(
        _ text: String,
        with client: OpenAI,
        tools: [FunctionTool],
        until condition: StopCondition = .steps(10),
        mode: ToolMode = .auto,
        settings: ToolRunSettings = ToolRunSettings(),
        options: Options = Options(),
        onEvent: nonisolated(nonsending) (ToolEvent) async throws -> Void = { _ in }
    ) async throws -> ChatCompletion {
        ask(.user(text))
        let request = ToolRequest(tools: tools, condition: condition, mode: mode, settings: settings)
        return try await run(request, ToolProgress(), [:], client, options, onEvent)
    }

    /// Continues the tool loop that `pendingTools` describes.
    ///
    /// A tool call that was attempted but not completed is not run again. Its outcome is reported to the model as
    /// unknown.
    ///
    /// - Parameters:
    ///   - resolutions: The decisions about the pending calls, or the results of these calls, keyed by call ID.
    ///   - client: The client.
    ///   - tools: The tools.
    ///   - condition: The condition that ends the loop. It takes the steps before the interruption into account.
    ///   - mode: The way in which tools are offered to the model.
    ///   - settings: The approval settings and limits for tool calls. Their `save` closure is not called.
    ///   - options: The options for the calls.
    ///   - onEvent: A closure that is called with each event.
    /// - Returns: The last answer from the model.
    /// - Throws: `ConversationError` with code `.noPendingTools` if there is nothing to continue, or any error thrown
    ///   by `send`.
    @discardableResult
    nonisolated(nonsending) public mutating func resumeTools(
        with resolutions: [String: ToolResolution] = [:],
        through client: OpenAI,
        tools: [FunctionTool],
        until condition: StopCondition = .steps(10),
        mode: ToolMode = .auto,
        settings: ToolRunSettings = ToolRunSettings(),
        options: Options = Options(),
        onEvent: nonisolated(nonsending) (ToolEvent) async throws -> Void = { _ in }
    ) async throws -> ChatCompletion {
        guard let pending = pendingTools, continues(pending) else { throw ConversationError.noPendingTools }
        let request = ToolRequest(tools: tools, condition: condition, mode: mode, settings: settings)
        return try await run(request, pending, resolutions, client, options, onEvent)
    }

    nonisolated(nonsending) private mutating func run(
        _ request: ToolRequest,
        _ progress: ToolProgress,
        _ resolutions: [String: ToolResolution],
        _ client: OpenAI,
        _ options: Options,
        _ onEvent: nonisolated(nonsending) (ToolEvent) async throws -> Void
    ) async throws -> ChatCompletion {
        let host = ConversationToolHost(self, client, options)
        let runner = ToolRunner(try request.parts(client, host, self, options, progress, resolutions))
        defer {
            runner.leave()
            self = host.conversation
        }
        var completion: ChatCompletion?
        while let step = try await runner.nextStep(isolation: #isolation) {
            for try await event in step { try await onEvent(event) }
            completion = step.completion ?? completion
        }
        return completion ?? ChatCompletionAccumulator().completion
    }
}
