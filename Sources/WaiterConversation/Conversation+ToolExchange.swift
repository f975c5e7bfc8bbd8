package import Waiter

/// Methods that run a tool loop through an exchange. Use these methods in a program that records calls or shows
/// answers itself.
extension Conversation {
    /// Requests an answer to the last message through an exchange, runs the tools that the model calls, and repeats
    /// these steps until the loop ends.
    ///
    /// Each step is a call to the exchange. With schema-based tools, the exchange receives the model's JSON.
    /// `pendingTools` is set whenever the exchange is asked to save the conversation.
    ///
    /// - Parameters:
    ///   - exchange: The exchange that sends the requests, observes tool calls and saves the conversation.
    ///   - client: The client, which provides the clock for time limits and detects whether the server supports
    ///     tools.
    ///   - tools: The tools. They are sent in this order in every step.
    ///   - condition: The condition that ends the loop before the model answers.
    ///   - mode: The way in which tools are offered to the model.
    ///   - settings: The approval settings and limits for tool calls. Their `save` closure is not called.
    ///   - options: The options for the calls.
    ///   - resolutions: The decisions about the pending calls, or `nil` to begin a new loop instead of continuing
    ///     `pendingTools`.
    /// - Returns: The reason why the loop ended.
    /// - Throws: The errors thrown by `answer(through:options:)` and by the loop.
    @discardableResult
    package mutating func answer(
        through exchange: inout some ToolExchange,
        with client: OpenAI,
        tools: [FunctionTool],
        until condition: StopCondition,
        mode: ToolMode = .auto,
        settings: ToolRunSettings = ToolRunSettings(),
        options: Options = Options(),
        resuming resolutions: [String: ToolResolution]? = nil
    ) async throws -> ToolRunEnd {
        let request = ToolRequest(tools: tools, condition: condition, mode: mode, settings: settings)
        let pending = resolutions == nil ? ToolProgress() : pendingTools
        guard let pending, resolutions == nil || continues(pending) else { throw ConversationError.noPendingTools }
        var loop = try request.loop(self, options, pending, resolutions ?? [:])
        pendingTools = nil
        let offer = request.offer(loop, client, self, options)
        let clock = CallClock(client.configuration.clock)
        let tracker = ToolLoopTracker.begin(
            loop,
            model: offer.model,
            conversation: options.request.metering?.conversation ?? id.text,
            by: client,
            clock
        )
        // Regardless of how the loop ends, it can be continued from this point.
        defer { keep(loop.progress) }
        do {
            let end = try await ToolLoopTracker.run(in: tracker) {
                try await repeatSteps(of: &loop, offer, through: &exchange, with: client, clock, options)
            }
            tracker?.end(end)
            return end
        } catch {
            tracker?.end(nil, error: error)
            throw error
        }
    }

    /// Performs the actions of a loop until it ends.
    private mutating func repeatSteps(
        of loop: inout ToolLoop,
        _ offer: ToolOffer,
        through exchange: inout some ToolExchange,
        with client: OpenAI,
        _ clock: CallClock,
        _ options: Options
    ) async throws -> ToolRunEnd {
        var offer = offer
        let deadlines = DeadlineQueue(clock)
        while true {
            try Task.checkCancellation()
            switch try loop.next() {
            case .callModel: try await step(&loop, &offer, &exchange, options)
            case .decide(let places):
                for (place, approval) in zip(places, try await loop.approvals(of: places)) {
                    loop.decide(place, approval)
                }
                try exchange.didReceive(results: places, of: loop)
            case .execute(let places):
                for place in places { try exchange.didReceive(.started(loop.progress.calls[place].invocation)) }
                loop.begin(places)
                keep(loop.progress)
                try exchange.save(self)
                let outputs = await loop.outputs(of: places, client, deadlines: deadlines, clock: clock)
                for (place, output) in zip(places, outputs) {
                    if let output { loop.complete(place, output) }
                }
                // Results are stored before they are shown, because showing them can fail.
                keep(loop.progress)
                if outputs.contains(nil) { throw CancellationError() }
                try exchange.didReceive(results: places, of: loop)
            case .keep(let results):
                for result in results { append(result) }
                keep(loop.progress)
                try exchange.save(self)
            case .end(let end): return end
            }
        }
    }

    /// Calls the model once and appends its answer.
    private mutating func step(
        _ loop: inout ToolLoop,
        _ offer: inout ToolOffer,
        _ exchange: inout some ToolExchange,
        _ options: Options
    ) async throws {
        offer = try await offer.prepared()
        guard let wire = offer.wire else { return }
        var call = beginCall(options.offering(wire, after: loop.progress))
        do {
            while true {
                let request = try await prepare(&call)
                if let context = call.context { exchange.didFit(context) }
                let bare = options.request(model, [])
                exchange.discards = loop.progress.steps.isEmpty ? offer.discards(answersTo: bare) : nil
                do {
                    let completion = wire.answer(try await exchange.answer(to: request, in: self))
                    if try loop.progress.steps.isEmpty && offer.giveWay(to: completion, of: bare) {
                        loop.note(completion, to: bare)
                        try exchange.didReceive(.discarded)
                        return exchange.didEnd(in: self, error: nil)
                    }
                    finish(call, with: try loop.receive(completion, to: bare))
                    exchange.didEnd(in: self, error: nil)
                    return try exchange.didReceive(results: Array(loop.progress.calls.indices), of: loop)
                } catch let error as OpenAIError where error.code == .contextLengthExceeded && exchange.received == nil
                {
                    let failure = learn(from: error, &call)
                    exchange.didEnd(in: self, error: error)
                    if let failure { throw failure }
                } catch {
                    let isRefused = try exchange.received == nil && offer.giveWay(to: error)
                    if !isRefused { keepPartial(exchange.received, error, reading: wire.answer) }
                    exchange.didEnd(in: self, error: error)
                    if isRefused { return }
                    throw error
                }
            }
        } catch {
            noteFailure()
            throw error
        }
    }
}

extension ToolExchange {
    /// Reports the result of each of the given calls that has been completed.
    fileprivate mutating func didReceive(results places: [Int], of loop: ToolLoop) throws {
        for place in places {
            let call = loop.progress.calls[place]
            if let output = call.output { try didReceive(.finished(call.invocation, output)) }
        }
    }
}
