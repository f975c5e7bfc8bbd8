/// The parts of a runner, which are created when the iteration over the run begins.
package struct ToolRunnerParts {
    let client: OpenAI
    let host: any ToolLoopHost
    let loop: ToolLoop
    let offer: ToolOffer

    package init(_ client: OpenAI, _ host: any ToolLoopHost, _ loop: ToolLoop, _ offer: ToolOffer) {
        (self.client, self.host, self.loop, self.offer) = (client, host, loop, offer)
    }
}

/// Performs the actions of a tool loop. Each runner is owned by one iterator.
package final class ToolRunner {
    private let host: any ToolLoopHost
    private let client: OpenAI
    private let state: ToolRunState
    private let clock: CallClock
    private let deadlines: DeadlineQueue
    /// The tracker of the loop, or `nil` if the loop has not begun or is not observed.
    private var tracker: ToolLoopTracker?
    private var loop: ToolLoop
    private var offer: ToolOffer
    private var step: ToolStepContent?
    private var answer: ToolAnswerReader?
    private var events: [ToolEvent] = []
    private var batch: [Int] = []
    /// The first action of the current step.
    private var upcoming: ToolLoop.Action?
    private var hasBegun = false
    private var isOver = false
    /// Whether the model's answer in the current step has been received.
    private var hasAnswer = false

    package convenience init(_ parts: ToolRunnerParts) {
        self.init(parts, ToolRunState(parts.loop.progress, nil))
    }

    init(_ parts: ToolRunnerParts, _ state: ToolRunState) {
        host = parts.host
        client = parts.client
        loop = parts.loop
        offer = parts.offer
        clock = CallClock(parts.client.configuration.clock)
        deadlines = DeadlineQueue(clock)
        self.state = state
    }

    deinit {
        leave()
    }

    /// Ends a loop whose iteration was abandoned. This method has no effect if the loop has already ended.
    package func leave() {
        guard hasBegun, !isOver else { return }
        isOver = true
        host.abandon(loop.progress, answer?.received)
        // Close the stream before the end of the loop is reported. Closing the stream ends the call, which is part of
        // the loop.
        answer = nil
        tracker?.end(nil)
    }

    // MARK: Steps

    /// Reads the rest of the current step and begins the next step, or returns `nil` at the end of the loop.
    package func nextStep(isolation actor: isolated (any Actor)?) async throws -> ToolStep? {
        if let step { while try await nextEvent(of: step, isolation: actor) != nil {} }
        if isOver { return nil }
        do {
            if !hasBegun {
                try await host.begin(isolation: actor)
                hasBegun = true
                tracker = .begin(loop, model: offer.model, conversation: host.conversationID, by: client, clock)
                publish()
            }
            try Task.checkCancellation()
            let action = try loop.next()
            if case .end(let end) = action {
                if !loop.progress.waiting.isEmpty { try await host.save(loop.progress, isolation: actor) }
                await finish(end, isolation: actor)
                return nil
            }
            upcoming = action
        } catch {
            throw await fail(error, isolation: actor)
        }
        let content = ToolStepContent()
        step = content
        hasAnswer = false
        let continuesCalls = !loop.progress.calls.isEmpty
        return ToolStep(max(1, loop.progress.steps.count + (continuesCalls ? 0 : 1)), content, self)
    }

    /// Returns the next event of a step, or `nil` if the step has ended or is not the current step.
    func nextEvent(of content: ToolStepContent, isolation actor: isolated (any Actor)?) async throws -> ToolEvent? {
        guard content === step else { return nil }
        do {
            while true {
                if !events.isEmpty { return events.removeFirst() }
                if content.isOver || isOver { return nil }
                if !batch.isEmpty {
                    try await run(isolation: actor)
                } else if answer != nil {
                    try await read(isolation: actor)
                } else {
                    try await advance(content, isolation: actor)
                }
            }
        } catch {
            throw await fail(error, isolation: actor)
        }
    }

    private func advance(_ content: ToolStepContent, isolation actor: isolated (any Actor)?) async throws {
        try Task.checkCancellation()
        let action = try upcoming ?? loop.next()
        upcoming = nil
        switch action {
        case .callModel:
            guard !hasAnswer else {
                content.isOver = true
                return
            }
            try await ToolLoopTracker.run(in: tracker) { try await open(isolation: actor) }
        case .decide(let places):
            let approvals = try await ToolLoopTracker.run(in: tracker) { try await loop.approvals(of: places) }
            for (place, approval) in zip(places, approvals) { loop.decide(place, approval) }
            publish()
            report(places)
        case .execute(let places):
            batch = places
            events += places.map { .started(loop.progress.calls[$0].invocation) }
        case .keep(let results):
            hasAnswer = true
            host.keep(results)
            publish()
            try await host.save(loop.progress, isolation: actor)
        case .end:
            content.isOver = true
        }
    }

    // MARK: The model

    private func open(isolation actor: isolated (any Actor)?) async throws {
        offer = try await offer.prepared()
        while let wire = offer.wire {
            state.update { $0.mode = wire.mode }
            do {
                let opened = try await host.open(wire, after: loop.progress, isolation: actor)
                answer = ToolAnswerReader(opened, isBySchema: wire.mode == .schema)
                return
            } catch {
                if try !offer.giveWay(to: error) { throw error }
            }
        }
    }

    private func read(isolation actor: isolated (any Actor)?) async throws {
        guard let answer else { return }
        if let chunk = try await answer.next(isolation: actor) {
            if let chunk { events.append(.chunk(chunk)) }
            return
        }
        self.answer = nil
        guard let completion = offer.wire?.answer(answer.completion) else { return }
        if try loop.progress.steps.isEmpty && offer.giveWay(to: completion, of: answer.request) {
            loop.note(completion, to: answer.request)
            publish()
            events.append(.discarded)
            return
        }
        if let rest = answer.rest(of: completion) { events.append(.chunk(rest)) }
        let kept = try loop.receive(completion, to: answer.request)
        hasAnswer = true
        step?.completion = kept
        host.keep(kept)
        state.update { $0.completion = kept }
        publish()
        report(loop.progress.calls.indices.filter { loop.progress.calls[$0].output != nil })
    }

    // MARK: Calls

    private func run(isolation actor: isolated (any Actor)?) async throws {
        let places = batch
        batch = []
        try Task.checkCancellation()
        loop.begin(places)
        publish()
        try await host.save(loop.progress, isolation: actor)
        let outputs = try await ToolLoopTracker.run(in: tracker) {
            await loop.outputs(of: places, client, deadlines: deadlines, clock: clock)
        }
        for (place, output) in zip(places, outputs) {
            if let output { loop.complete(place, output) }
        }
        publish()
        if outputs.contains(nil) { throw CancellationError() }
        report(places)
    }

    /// Reports results as events, in the order of the calls.
    private func report(_ places: [Int]) {
        for place in places {
            let call = loop.progress.calls[place]
            guard let output = call.output else { continue }
            step?.results.append((call.invocation, output))
            events.append(.finished(call.invocation, output))
        }
    }

    // MARK: Ending

    private func publish() {
        state.update { values in
            values.progress = loop.progress
            values.request = host.request
        }
    }

    private func finish(_ end: ToolRunEnd, isolation actor: isolated (any Actor)?) async {
        isOver = true
        publish()
        state.update { $0.end = end }
        await host.end(loop.progress, nil, nil, isolation: actor)
        tracker?.end(end)
    }

    private func fail(_ error: any Error, isolation actor: isolated (any Actor)?) async -> any Error {
        guard !isOver else { return error }
        isOver = true
        publish()
        if hasBegun { await host.end(loop.progress, answer?.received, error, isolation: actor) }
        answer = nil
        tracker?.end(nil, error: error)
        return error
    }
}
