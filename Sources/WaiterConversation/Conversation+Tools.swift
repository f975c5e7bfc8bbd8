public import Waiter

extension Conversation {
    /// Sends a message that the model may answer using tools, and appends the calls, the results and the answer.
    ///
    ///     let completion = try await conversation.send("What is 17 times 23?", with: client, tools: [calculator])
    ///
    /// A loop that ends before the model answers, even with an error, leaves its state in `pendingTools`, from which
    /// `resumeTools` continues it.
    ///
    /// - Parameters:
    ///   - text: The question.
    ///   - client: The client.
    ///   - tools: The tools, sent in this order in every step.
    ///   - condition: The condition that ends the loop before the model answers.
    ///   - mode: The way tools are offered to the model.
    ///   - settings: The approval settings and limits for tool calls. Its `save` closure is not called.
    ///   - options: The options of the calls.
    ///   - onEvent: A closure called with each event.
    /// - Returns: The last answer from the model.
    /// - Throws: The errors thrown by `send` without tools and by the loop.
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
    /// A call that was attempted but not completed is not run again. The model is told that the outcome is unknown.
    ///
    /// - Parameters:
    ///   - resolutions: The decisions about waiting calls, or their results, by call ID.
    ///   - client: The client.
    ///   - tools: The tools.
    ///   - condition: The condition that ends the loop. Steps before the interruption count toward it.
    ///   - mode: The way tools are offered to the model.
    ///   - settings: The approval settings and limits for tool calls. Its `save` closure is not called.
    ///   - options: The options of the calls.
    ///   - onEvent: A closure called with each event.
    /// - Returns: The last answer from the model.
    /// - Throws: `ConversationError` with code `.noPendingTools` if there is nothing to continue, or any error thrown by
    ///   `send`.
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
