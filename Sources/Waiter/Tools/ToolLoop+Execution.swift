extension ToolLoop {
    /// Applies the approval rules to calls. The tool's rule decides or, if it does not apply, the loop's rule does.
    ///
    /// If no rule applies to a call that a server runs, the user decides, because the server requested approval.
    package func approvals(of places: [Int]) async throws -> [ToolApproval] {
        var approvals: [ToolApproval] = []
        for place in places {
            let call = progress.calls[place].invocation
            var approval = try await tools[call.name]?.approval?(call) ?? .notApplicable
            if approval == .notApplicable, let rule = settings.approval { approval = try await rule(call) }
            if approval == .notApplicable, progress.calls[place].waitingCall?.isRunByServer == true {
                approval = .askUser()
            }
            approvals.append(approval)
        }
        return approvals
    }

    /// Runs calls concurrently and returns their results in the order of the calls. The result of an interrupted call
    /// is `nil`.
    package func outputs(
        of places: [Int],
        _ client: OpenAI,
        deadlines: DeadlineQueue,
        clock: CallClock
    ) async -> [ToolOutput?] {
        let observer = client.toolObserver
        let running = places.map { place -> RunningToolCall? in
            let call = progress.calls[place].invocation
            guard let tool = tools[call.name], let function = tool.body else { return nil }
            var body = function
            if let observer { body = { call in try await observer.run(call) { try await function(call) } } }
            return RunningToolCall(body, call, limit: tool.timeLimit, deadlines: deadlines, clock: clock)
        }
        return await withTaskCancellationHandler {
            var outputs: [ToolOutput?] = []
            for call in running {
                if let call {
                    outputs.append(await call.output())
                } else {
                    outputs.append(ToolOutput("the tool has no function", isError: true))
                }
            }
            return outputs
        } onCancel: {
            for call in running { call?.cancel() }
        }
    }
}
