internal import Waiter

/// The parameters of a tool loop in a conversation.
struct ToolRequest: Sendable {
    let tools: [FunctionTool]
    let condition: StopCondition
    let mode: ToolMode
    let settings: ToolRunSettings

    /// Returns the tool loop.
    ///
    /// - Throws: `OpenAIError` with code `.invalidRequest` for invalid tools or resolutions.
    func loop(
        _ conversation: Conversation,
        _ options: Conversation.Options,
        _ progress: ToolProgress,
        _ resolutions: [String: ToolResolution]
    ) throws -> ToolLoop {
        let declared = options.request(conversation.model, []).tools ?? []
        var loop = ToolLoop(
            try ToolTable(tools, declared: declared),
            until: condition,
            settings: settings,
            usedIDs: Set(conversation.messages.flatMap { $0.toolCalls.map(\.id) }),
            progress: progress
        )
        try loop.resolve(resolutions, before: progress)
        return loop
    }

    /// Returns the way in which the loop's tools are offered to the model.
    func offer(
        _ loop: ToolLoop,
        _ client: OpenAI,
        _ conversation: Conversation,
        _ options: Conversation.Options
    ) -> ToolOffer {
        ToolOffer(loop.tools, by: client, mode: mode, model: options.request(conversation.model, []).model)
    }

    /// Returns the parts from which the loop's runner is created.
    func parts(
        _ client: OpenAI,
        _ host: any ToolLoopHost,
        _ conversation: Conversation,
        _ options: Conversation.Options,
        _ progress: ToolProgress,
        _ resolutions: [String: ToolResolution]
    ) throws -> ToolRunnerParts {
        let loop = try loop(conversation, options, progress, resolutions)
        return ToolRunnerParts(client, host, loop, offer(loop, client, conversation, options))
    }
}
