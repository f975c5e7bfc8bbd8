/// The state machine of a tool loop. It consumes events and returns the next action, but performs no I/O.
package struct ToolLoop: Sendable {
    /// The next action to perform.
    package enum Action: Sendable, Equatable {
        /// Send the messages to the model and report the answer with `receive`.
        case callModel
        /// Apply the approval rules to calls and report each decision with `decide`.
        case decide([Int])
        /// Report the start of calls with `begin`, run them concurrently, and report each result with `complete`.
        case execute([Int])
        /// Append the results of a step to the messages.
        case keep([ChatMessage])
        /// The loop has ended.
        case end(ToolRunEnd)
    }

    package private(set) var progress: ToolProgress
    package let tools: ToolTable
    let condition: StopCondition
    let settings: ToolRunSettings
    /// The IDs of earlier calls. The ID of a new call must be different from all of them.
    var usedIDs: Set<String>
    private let firstStep: Int

    /// Creates a loop or continues an existing loop.
    ///
    /// If a call was attempted but not completed, its outcome is reported as unknown. A decision is no longer valid if
    /// the tool has changed since the decision was made.
    package init(
        _ tools: ToolTable,
        until condition: StopCondition,
        settings: ToolRunSettings = ToolRunSettings(),
        usedIDs: Set<String> = [],
        progress: ToolProgress = ToolProgress()
    ) {
        self.tools = tools
        self.condition = condition
        self.settings = settings
        self.usedIDs = usedIDs
        self.progress = progress
        firstStep = progress.steps.count
        for place in self.progress.calls.indices { reconsider(place) }
        if case .ended(.stopped) = progress.phase { self.progress.phase = .model }
    }

    private mutating func reconsider(_ place: Int) {
        let call = progress.calls[place]
        switch call.state {
        case .completed: return
        case .attempted: progress.calls[place].state = .completed(.unknownOutcome)
        case .requested, .awaitingApproval, .awaitingOutput, .approved:
            let tool = tools[call.invocation.name]
            guard let definition = call.definition, tool?.definition != definition else { return }
            progress.calls[place] = record(of: call.invocation)
        }
    }

    /// Applies decisions on pending calls, keyed by call ID.
    ///
    /// If a tool has changed since `before`, decisions on calls to that tool are ignored and must be made again.
    ///
    /// - Throws: `OpenAIError` with code `.invalidRequest` if an ID does not identify a pending call.
    package mutating func resolve(_ resolutions: [String: ToolResolution], before: ToolProgress) throws {
        for (id, resolution) in resolutions.sorted(by: { $0.key < $1.key }) {
            guard let place = progress.calls.firstIndex(where: { $0.id == id }), before.calls.indices.contains(place),
                before.calls[place].isWaiting
            else { throw OpenAIError(.invalidRequest, "no call with the ID '\(id.prefix(80))' is awaiting a decision") }
            switch resolution {
            case .output(let output): complete(place, output)
            case .approved where progress.calls[place].state == before.calls[place].state:
                guard case .awaitingApproval = progress.calls[place].state else {
                    throw OpenAIError(
                        .invalidRequest,
                        "the tool of call '\(id.prefix(80))' has no function; resolve the call with an output"
                    )
                }
                decide(place, .approved)
            case .approved: break
            case .denied(let reason): decide(place, .denied(reason: reason))
            }
        }
    }

    // MARK: Actions

    /// Returns the next action.
    ///
    /// - Throws: `OpenAIError` with code `.toolLoop` if the model repeats the same calls, or does not answer within the
    ///   allowed number of steps.
    package mutating func next() throws -> Action {
        switch progress.phase {
        case .ended(let end): return .end(end)
        case .calls: return nextForCalls()
        case .model:
            if progress.repeats >= settings.maxRepeats {
                progress.repeats = 0
                let names = progress.previousCalls.map(\.invocation.name).joined(separator: ", ")
                throw OpenAIError(
                    .toolLoop,
                    "the model made the same call \(settings.maxRepeats) times in a row, with the same result: \(names)"
                )
            }
            if progress.steps.count - firstStep >= settings.maxSteps {
                throw OpenAIError(.toolLoop, "the model did not answer within \(settings.maxSteps) steps")
            }
            return .callModel
        }
    }

    private mutating func nextForCalls() -> Action {
        let calls = progress.calls
        let undecided = calls.indices.filter { calls[$0].state == .requested }
        if !undecided.isEmpty { return .decide(undecided) }
        guard let first = calls.firstIndex(where: { $0.output == nil }) else { return finishStep() }
        switch calls[first].state {
        case .approved: return .execute(batch(from: first))
        case .attempted:
            complete(first, .unknownOutcome)
            return nextForCalls()
        default:
            let asksUser = calls.contains { if case .awaitingApproval = $0.state { true } else { false } }
            return .end(asksUser ? .suspended : .handedOut)
        }
    }

    /// Returns the indices of the calls to run concurrently, starting with the given call. If the given call is not
    /// independent, only its index is returned.
    private func batch(from first: Int) -> [Int] {
        var batch = [first]
        func isIndependent(_ place: Int) -> Bool {
            tools[progress.calls[place].invocation.name]?.isIndependent ?? false
        }
        guard isIndependent(first) else { return batch }
        for place in progress.calls.indices.dropFirst(first + 1) {
            guard batch.count < max(1, settings.maxConcurrentCalls), progress.calls[place].state == .approved,
                isIndependent(place)
            else { break }
            batch.append(place)
        }
        return batch
    }

    private mutating func finishStep() -> Action {
        let calls = progress.calls
        let succeeded = calls.filter { $0.output?.isError == false }.map(\.invocation.name)
        if !progress.steps.isEmpty { progress.steps[progress.steps.count - 1].called = succeeded }
        let previous = progress.previousCalls
        let isRepeated = calls.count == previous.count && zip(calls, previous).allSatisfy { $0.repeats($1) }
        progress.repeats = isRepeated ? progress.repeats + 1 : 1
        progress.previousCalls = calls
        progress.calls = []
        switch condition.verdict(progress) {
        case .proceed: progress.phase = .model
        case .stop: progress.phase = .ended(.stopped("\(condition)"))
        case .undetermined(let reason): progress.phase = .ended(.stopped(reason))
        }
        return .keep(calls.map(\.resultMessage))
    }

    // MARK: Events

    /// Accepts an answer from the model.
    ///
    /// The answer is returned in the form in which it is sent back to the model, with unique IDs and without malformed
    /// arguments.
    ///
    /// - Throws: `OpenAIError` with code `.lengthLimit` or `.contentFilter` if the calls were truncated, or `.toolLoop`
    ///   if there are too many calls. If an error is thrown, no call runs.
    package mutating func receive(_ completion: ChatCompletion, to request: ChatCompletionRequest) throws
        -> ChatCompletion
    {
        note(completion, to: request)
        guard let choice = completion.choices.first, !choice.message.toolCalls.isEmpty else {
            progress.phase = .ended(.answered)
            return completion
        }
        try check(choice, completion)
        var completion = completion
        var calls: [ToolCallRecord] = []
        for place in choice.message.toolCalls.indices {
            let (call, record) = accept(choice.message.toolCalls[place], place)
            completion.choices[0].message.toolCalls[place] = call
            calls.append(record)
        }
        progress.calls = calls
        progress.phase = .calls
        return completion
    }

    /// Records the model, usage and service tier of a step.
    package mutating func note(_ completion: ChatCompletion, to request: ChatCompletionRequest) {
        progress.steps.append(
            ToolProgress.Step(
                model: request.model,
                servedModel: completion.model,
                usage: completion.usage,
                serviceTier: completion.serviceTier ?? request.serviceTier
            )
        )
    }

    /// Reports the decision of the approval rules.
    package mutating func decide(_ place: Int, _ approval: ToolApproval) {
        switch approval {
        case .approved, .notApplicable:
            switch progress.calls[place].waitingCall?.isRunByServer {
            case nil: progress.calls[place].state = .approved
            case true?: complete(place, ToolOutput("the call was approved"))
            case false?: progress.calls[place].state = .awaitingOutput
            }
        case .askUser(let prompt): progress.calls[place].state = .awaitingApproval(prompt: prompt)
        case .denied(let reason):
            complete(place, ToolOutput("the call was denied" + (reason.isEmpty ? "" : ": \(reason)"), isError: true))
        }
    }

    /// Reports that calls are about to start.
    package mutating func begin(_ batch: [Int]) {
        for place in batch {
            progress.calls[place].state = .attempted
            progress.calls[place].wasAttempted = true
        }
    }

    /// Reports the result of a call.
    package mutating func complete(_ place: Int, _ output: ToolOutput) {
        progress.calls[place].state = .completed(output.bounded(settings.maxOutputBytes))
    }

    private func check(_ choice: ChatCompletion.Choice, _ completion: ChatCompletion) throws {
        let outcome = choice.finishReason?.outcome ?? .complete
        var error: OpenAIError?
        switch outcome {
        case .truncated:
            error = OpenAIError(.lengthLimit, "the token limit cut off the model's tool calls; no call was run")
        case .filtered:
            error = OpenAIError(.contentFilter, "a content filter interrupted the model's tool calls; no call was run")
        case .failed:
            error = OpenAIError(
                .streamError,
                "the server failed while the model was generating tool calls; no call was run"
            )
        // An unknown finish reason usually indicates a complete answer with calls.
        case .complete, .unknown: break
        }
        let count = choice.message.toolCalls.count
        if error == nil, count > settings.maxCallsPerStep {
            let limit = settings.maxCallsPerStep
            error = OpenAIError(
                .toolLoop,
                "the model requested \(count) calls in one step; at most \(limit) are accepted"
            )
        }
        guard var error else { return }
        error.completion = completion
        throw error
    }
}
