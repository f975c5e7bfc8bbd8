extension OpenAI {
    /// Creates a tool loop that continues from a checkpoint and uses the checkpoint's API.
    func toolRun(
        _ checkpoint: ToolCheckpoint,
        _ resolutions: [String: ToolResolution],
        _ tools: [FunctionTool],
        _ condition: StopCondition,
        _ mode: ToolMode,
        _ settings: ToolRunSettings,
        _ options: RequestOptions
    ) -> ToolRun {
        var options = options
        options.requestUsage()
        return ToolRun(checkpoint.progress, checkpoint.request, addedTo: checkpoint.responsesRequest) { [options] in
            let request = checkpoint.request
            var loop = ToolLoop(
                try ToolTable(tools, declared: request.tools ?? []),
                until: condition,
                settings: settings,
                usedIDs: checkpoint.usedIDs,
                progress: checkpoint.progress
            )
            try loop.resolve(resolutions, before: checkpoint.progress)
            let host = RequestToolHost(self, checkpoint, settings, options)
            let offer = ToolOffer(loop.tools, by: self, mode: mode, model: request.model)
            return ToolRunnerParts(self, host, loop, offer)
        }
    }
}

extension ToolCheckpoint {
    /// The IDs of all calls so far.
    fileprivate var usedIDs: Set<String> {
        let ofInput = (responsesRequest?.input?.items ?? []).compactMap { $0.json["call_id"]?.stringValue }
        return Set(request.messages.flatMap { $0.toolCalls.map(\.id) } + ofInput)
    }
}
