public import Waiter

extension ConversationSession {
    /// In a single turn, asks a question and lets the model use tools to answer it.
    ///
    ///     let run = session.run("What is 17 times 23?", tools: [calculator])
    ///     print(try await run.collect().text)
    ///
    /// Tool calls and their results are messages in the conversation. If the session has a saver, the conversation is
    /// saved before each tool call starts and after each step. Call `resume` to continue a loop that was suspended, or
    /// that was interrupted by a crash.
    ///
    /// - Parameters:
    ///   - text: The question.
    ///   - tools: The tools. They are sent in this order in every step.
    ///   - condition: The condition that ends the loop before the model answers.
    ///   - mode: The way in which tools are offered to the model.
    ///   - settings: The approval settings and limits for tool calls. Their `save` closure is not called.
    ///   - options: The options for this turn.
    /// - Returns: The run. Its turn begins when you iterate over it.
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

    /// Sends a message of any kind, such as a message with images, and lets the model use tools to answer it.
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
    /// A tool call that was attempted but not completed is not run again. Its outcome is reported to the model as
    /// unknown.
    ///
    /// - Parameters:
    ///   - resolutions: The decisions about the pending calls, or the results of these calls, keyed by call ID.
    ///   - tools: The tools.
    ///   - condition: The condition that ends the loop. It takes the steps before the interruption into account.
    ///   - mode: The way in which tools are offered to the model.
    ///   - settings: The approval settings and limits for tool calls. Their `save` closure is not called.
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
