extension OpenAI.Responses {
    /// Runs a tool loop, which repeatedly calls the model, runs the tools that the model requests, and sends back the
    /// results.
    ///
    ///     let run = client.responses.run(request, tools: [add], until: .steps(5) || .tokens(20_000))
    ///     print(try await run.collect().text)
    ///
    /// This method works like `client.chat.completions.run`, but uses `POST /responses`. All output items, including
    /// reasoning, are sent back in their original order. By default, the loop sets `store` to `false` and requests
    /// encrypted reasoning, so nothing is stored on the server. This default does not apply if the request sets
    /// `store`, `background`, `previousResponseID` or `conversation`.
    ///
    /// Hosted tools in the request run on the server. The approval rules apply to the hosted tool calls that your
    /// program must approve or execute. These calls are of two kinds:
    ///
    /// - Calls to MCP servers have names of the form `<server label>.<tool>`. If no rule applies, such a call suspends
    ///   the loop.
    /// - Calls to the `shell`, `local_shell`, `apply_patch` and `computer` tools are named after the tool's type. The
    ///   caller provides the results of these calls.
    ///
    /// - Parameters:
    ///   - request: The input and the request parameters.
    ///   - tools: The tools, which are sent after the tools in the request. Calls to tools that the request itself
    ///     defines are passed to the caller.
    ///   - condition: A condition that can end the loop before the model answers.
    ///   - mode: The mode in which tools are offered to the model.
    ///   - settings: The settings for approval, checkpoints and limits.
    ///   - options: The options for each request to the model.
    /// - Returns: The run, which starts when it is iterated.
    public func run(
        _ request: ResponsesRequest,
        tools: [FunctionTool],
        until condition: StopCondition = .steps(10),
        mode: ToolMode = .auto,
        settings: ToolRunSettings = ToolRunSettings(),
        options: RequestOptions = RequestOptions()
    ) -> ToolRun {
        let parts = ModelRequest(request.withoutState)
        let checkpoint = ToolCheckpoint(
            request: parts.chat,
            responsesRequest: parts.responses,
            progress: ToolProgress()
        )
        return resume(checkpoint, tools: tools, until: condition, mode: mode, settings: settings, options: options)
    }

    /// Continues a tool loop that was suspended, interrupted or stopped.
    ///
    ///     let run = client.responses.resume(checkpoint, with: ["mcpr_1": .approved], tools: [])
    ///
    /// Decisions and calls are handled as in `client.chat.completions.resume`. The loop uses the API with which it was
    /// started. The result of a hosted tool call can be plain text or the output item as JSON text.
    ///
    /// - Parameters:
    ///   - checkpoint: The state of the loop.
    ///   - resolutions: The decisions on pending calls, or their results, keyed by call ID.
    ///   - tools: The tools.
    ///   - condition: A condition that can end the loop. It takes the steps before the interruption into account.
    ///   - mode: The mode in which tools are offered to the model.
    ///   - settings: The settings for approval, checkpoints and limits.
    ///   - options: The options for each request to the model.
    /// - Returns: The run. Its first step continues the interrupted calls.
    public func resume(
        _ checkpoint: ToolCheckpoint,
        with resolutions: [String: ToolResolution] = [:],
        tools: [FunctionTool],
        until condition: StopCondition = .steps(10),
        mode: ToolMode = .auto,
        settings: ToolRunSettings = ToolRunSettings(),
        options: RequestOptions = RequestOptions()
    ) -> ToolRun {
        client.toolRun(checkpoint, resolutions, tools, condition, mode, settings, options)
    }
}
