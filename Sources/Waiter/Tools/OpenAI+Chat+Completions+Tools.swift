extension OpenAI.Chat.Completions {
    /// Runs a tool loop, which repeatedly calls the model, runs the tools that the model requests, and sends back the
    /// results.
    ///
    ///     let run = client.chat.completions.run(request, tools: [add], until: .steps(5) || .tokens(20_000))
    ///     print(try await run.collect().text)
    ///
    /// If the model calls an unknown tool, if the arguments of a call violate the schema, or if a tool throws an error,
    /// the problem is reported to the model and the loop continues. The loop ends with an error if a request fails, if
    /// the task is cancelled, or if there are more steps or repetitions than the settings allow.
    ///
    /// - Parameters:
    ///   - request: The conversation and the request parameters.
    ///   - tools: The tools, which are sent in this order in every step. Calls to tools that the request itself defines
    ///     are passed to the caller.
    ///   - condition: A condition that can end the loop before the model answers.
    ///   - mode: The mode in which tools are offered to the model.
    ///   - settings: The settings for approval, checkpoints and limits.
    ///   - options: The options for each request to the model.
    /// - Returns: The run, which starts when it is iterated.
    public func run(
        _ request: ChatCompletionRequest,
        tools: [FunctionTool],
        until condition: StopCondition = .steps(10),
        mode: ToolMode = .auto,
        settings: ToolRunSettings = ToolRunSettings(),
        options: RequestOptions = RequestOptions()
    ) -> ToolRun {
        let checkpoint = ToolCheckpoint(request: request, progress: ToolProgress())
        return resume(checkpoint, tools: tools, until: condition, mode: mode, settings: settings, options: options)
    }

    /// Continues a tool loop that was suspended, interrupted or stopped.
    ///
    ///     let run = client.chat.completions.resume(checkpoint, with: ["call_1": .approved], tools: [deploy])
    ///
    /// If the name, description or schema of a tool has changed, decisions on calls to that tool are no longer valid
    /// and must be made again. A call that was attempted but not completed is not run again. Its outcome is reported to
    /// the model as unknown.
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

extension RequestOptions {
    /// Requests usage for streams, because stop conditions depend on usage. A setting in the options takes precedence.
    package mutating func requestUsage() {
        guard metering?.includesUsage == nil else { return }
        var metering = metering ?? MeteringOptions()
        metering.includesUsage = true
        self.metering = metering
    }

    /// Returns the options for the next step. If an idempotency key is set, the step's number is appended to it,
    /// because a key must not be reused for a different call.
    package func ofStep(after progress: ToolProgress) -> RequestOptions {
        guard let key = idempotencyKey else { return self }
        var options = self
        options.idempotencyKey = "\(key)-\(progress.steps.count + 1)"
        return options
    }
}
