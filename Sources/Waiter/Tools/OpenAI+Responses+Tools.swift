extension OpenAI.Responses {
    /// Runs a tool loop: calls the model, runs the tools that it requests, sends back the results, and repeats.
    ///
    ///     let run = client.responses.run(request, tools: [add], until: .steps(5) || .tokens(20_000))
    ///     print(try await run.collect().text)
    ///
    /// This works like `client.chat.completions.run`, but uses `POST /responses`. All output items, including
    /// reasoning, are sent back in their original order. Unless the request sets `store`, `background`,
    /// `previousResponseID` or `conversation`, nothing is stored on the server: `store` is `false`, and the reasoning
    /// is requested in encrypted form.
    ///
    /// Hosted tools in the request run on the server. Calls that your program must approve or execute are subject to
    /// the approval rules:
    ///
    /// - Calls to MCP servers are named `<server label>.<tool>` in these rules, and suspend the loop if no rule applies.
    /// - Calls to the `shell`, `local_shell`, `apply_patch` and `computer` tools are named after the type of the tool.
    ///   The caller supplies their results from outside the loop.
    ///
    /// - Parameters:
    ///   - request: The input and the request parameters.
    ///   - tools: The tools, sent after those in the request. Calls to tools defined by the request itself are passed
    ///     to the caller.
    ///   - condition: The condition that ends the loop before the model answers.
    ///   - mode: The way in which tools are offered to the model.
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
    /// Decisions and calls are handled as in `client.chat.completions.resume`. The loop continues to use the same API. The
    /// result for a hosted tool call is either text or the output item as JSON text.
    ///
    /// - Parameters:
    ///   - checkpoint: The state of the loop.
    ///   - resolutions: The decisions on pending calls, or their results, keyed by call ID.
    ///   - tools: The tools.
    ///   - condition: The condition that ends the loop. The steps before the interruption also count.
    ///   - mode: The way in which tools are offered to the model.
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
