public import Waiter

extension ConversationSession {
    /// Asks a question that the model may answer using tools, as one turn.
    ///
    ///     let run = session.run("What is 17 times 23?", tools: [calculator])
    ///     print(try await run.collect().text)
    ///
    /// Calls and results are messages in the conversation. With a saver, they are saved before each call is started and
    /// after each step. `resume` continues a loop that was suspended or interrupted by a crash.
    ///
    /// - Parameters:
    ///   - text: The question.
    ///   - tools: The tools, sent in this order in every step.
    ///   - condition: The condition that ends the loop before the model answers.
    ///   - mode: The way tools are offered to the model.
    ///   - settings: The approval settings and limits for tool calls. Its `save` closure is not called.
    ///   - options: The options for this turn.
    /// - Returns: The run, which begins its turn when it is iterated.
    public func run(
        _ text: String,
        tools: [FunctionTool],
        until condition: StopCondition = .steps(10),
        mode: ToolMode = .auto,
        settings: ToolRunSettings = ToolRunSettings(),
        options: Conversation.Options? = nil
    ) -> ToolRun {
        run(.user(text), tools: tools, until: condition, mode: mode, settings: settings, options: options)
    }

    /// Sends a message of any kind, such as one with images, that the model may answer using tools.
    public func run(
        _ message: ChatMessage,
        tools: [FunctionTool],
        until condition: StopCondition = .steps(10),
        mode: ToolMode = .auto,
        settings: ToolRunSettings = ToolRunSettings(),
        options: Conversation.Options? = nil
    ) -> ToolRun {
        let request = ToolRequest(tools: tools, condition: condition, mode: mode, settings: settings)
        return toolRun(request, ToolProgress(), [:], options) { conversation in
            conversation.ask(message)
        }
    }

    /// Continues the tool loop that `Conversation.pendingTools` describes.
    ///
    ///     let run = session.resume(with: ["call_1": .approved], tools: [deploy])
    ///
    /// A call that was attempted but not completed is not run again. The model is told that the outcome is unknown.
    ///
    /// - Parameters:
    ///   - resolutions: The decisions about waiting calls, or their results, by call ID.
    ///   - tools: The tools.
    ///   - condition: The condition that ends the loop. Steps before the interruption count toward it.
    ///   - mode: The way tools are offered to the model.
    ///   - settings: The approval settings and limits for tool calls. Its `save` closure is not called.
    ///   - options: The options for this turn.
    /// - Returns: The run. It throws `ConversationError` with code `.noPendingTools` if there is nothing to continue.
    public func resume(
        with resolutions: [String: ToolResolution] = [:],
        tools: [FunctionTool],
        until condition: StopCondition = .steps(10),
        mode: ToolMode = .auto,
        settings: ToolRunSettings = ToolRunSettings(),
        options: Conversation.Options? = nil
    ) -> ToolRun {
        let request = ToolRequest(tools: tools, condition: condition, mode: mode, settings: settings)
        let pending = conversation.pendingTools
        return toolRun(request, pending ?? ToolProgress(), resolutions, options) { conversation in
            guard let pending, conversation.pendingTools == pending, conversation.continues(pending) else {
                throw ConversationError.noPendingTools
            }
        }
    }

    private func toolRun(
        _ request: ToolRequest,
        _ progress: ToolProgress,
        _ resolutions: [String: ToolResolution],
        _ options: Conversation.Options?,
        opening: @escaping @Sendable (inout Conversation) throws -> Void
    ) -> ToolRun {
        let options = options ?? self.options
        return ToolRun(progress, nil) { [self] in
            let conversation = conversation
            let host = ConversationToolHost(conversation, client, options, session: self, opening: opening)
            return try request.parts(client, host, conversation, options, progress, resolutions)
        }
    }
}
