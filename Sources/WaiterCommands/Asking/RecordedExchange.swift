internal import Waiter
internal import WaiterConversation
internal import WaiterStore
internal import WaiterTerminal

/// Sends a conversation's requests for a command, writes the answer as it is received, and records each attempt.
struct RecordedExchange: ToolExchange {
    private let session: AskSession
    private let endpoint: ModelEndpoint
    private let answer: AnswerOptions
    private let options: RequestOptions
    private let ledger: LedgerSource
    /// The summary calls. They are recorded before the request that needs the summary.
    private let summaryCalls: SummaryCalls
    private var recording: CallRecording?
    private var stopwatch: Stopwatch
    private var hasMentionedSchema = false
    var discards: (@Sendable (ChatCompletion) -> Bool)?

    /// The recorded conversation.
    private(set) var stored: StoredConversation
    private(set) var notice: OmissionNotice
    private(set) var received: ChatCompletion?
    /// The failure for a complete answer that does not meet the request's requirements.
    private(set) var failure: CommandFailure?

    init(
        _ stored: StoredConversation,
        session: AskSession,
        endpoint: ModelEndpoint,
        answer: AnswerOptions,
        options: RequestOptions,
        ledger: LedgerSource,
        summaryCalls: SummaryCalls,
        notice: OmissionNotice
    ) {
        (self.stored, self.session, self.endpoint) = (stored, session, endpoint)
        (self.answer, self.options, self.ledger) = (answer, options, ledger)
        (self.summaryCalls, self.notice) = (summaryCalls, notice)
        stopwatch = Stopwatch(session.context.clock)
    }

    mutating func didFit(_ context: FittedContext) { notice.report(context, to: session.console) }

    mutating func answer(
        to request: ChatCompletionRequest,
        in conversation: Conversation
    ) async throws -> ChatCompletion {
        recordSummaries(in: conversation)
        (received, failure) = (nil, nil)
        if request.offersToolsBySchema { mentionSchema() }
        recording = begunRecording()
        var options = options
        options.metering = options.metering ?? MeteringOptions()
        let callID = recording?.callID ?? ConversationID().text
        options.metering?.callID = callID
        var answer = answer
        // The command line takes precedence over the profile.
        if answer.thinkTags == .separated { answer.thinkTags = session.settings.profile.thinkTags ?? .separated }
        var runner = ChatRequestRunner(
            client: endpoint.client,
            request: request,
            options: options,
            console: session.console,
            clock: session.context.clock,
            answer: answer
        )
        runner.api = endpoint.api
        runner.offersTools = !session.tools.isEmpty
        runner.discards = discards
        runner.bill = { [endpoint] in endpoint.metering.bill(ofCall: callID) }
        defer {
            (received, stopwatch) = (runner.received, runner.stopwatch)
            if let bill = runner.bill() { mentionTruncation(bill) }
        }
        do {
            return try await runner.run()
        } catch let failure as CommandFailure {
            // The call succeeded, but the answer does not meet the requirements.
            guard let completion = runner.received else { throw failure }
            self.failure = failure
            return completion
        }
    }

    mutating func didEnd(in conversation: Conversation, error: (any Error)?) {
        guard let recording else { return }
        self.recording = nil
        let redactor = Redactor([endpoint.client.configuration.apiKey])
        let failure = error as? OpenAIError
        let completion = failure?.completion ?? received.flatMap { $0.choices.isEmpty ? nil : $0 }
        let end = CallEnd(
            status: CallStatus(error, completion),
            completion: completion,
            requestID: failure?.requestID.map(redactor.redact),
            error: failure.map { redactor.redact($0.description) },
            firstToken: stopwatch.firstText,
            duration: stopwatch.elapsed
        )
        do {
            stored = try recording.finish(end, in: conversation)
        } catch {
            stored = recording.stored
            ledger.mention(error, session.console)
        }
    }

    // MARK: Tools

    func didReceive(_ event: ToolEvent) throws {
        session.tools.report?.show(event)
        try answer.events?.tool(event)
    }

    /// Saves the conversation, if it is recorded.
    mutating func save(_ conversation: Conversation) throws {
        stored.conversation = conversation
        do {
            if stored.isSaved { try ledger.writable()?.conversations.save(&stored) }
        } catch let error as StoreError {
            // Without a record, the call could be repeated after a crash.
            var failure = CommandFailure(error)
            failure.what = "no tool was run because the call cannot be recorded: \(failure.what)"
            failure.nextStep = failure.nextStep ?? "to run tools without recording, pass -n"
            throw failure
        }
    }

    /// Saves the conversation at the end, if it is recorded.
    mutating func keep(_ conversation: Conversation) {
        stored.conversation = conversation
        ledger.keep(&stored, session.console)
    }

    /// With `--verbose`, reports that tools are offered to the model in a schema.
    private mutating func mentionSchema() {
        guard session.isVerbose, !hasMentionedSchema else { return }
        hasMentionedSchema = true
        session.console.say(
            "* the server does not support tools for this model; offering them in a JSON schema instead"
        )
    }

    // MARK: Recording

    /// Reports that the server truncated the prompt.
    private func mentionTruncation(_ bill: AttemptBill) {
        guard let sent = bill.truncatedPromptTokens, let read = bill.usage?.promptTokens else { return }
        session.console.notice(
            "waiter: the server truncated the prompt: it processed \(read) of about \(sent) tokens; "
                + "increase its context size (Ollama: num_ctx) or shorten the prompt"
        )
    }

    /// Begins recording the next request. Returns `nil` if recording is disabled.
    private func begunRecording() -> CallRecording? {
        do {
            return try ledger.writable()?.conversations.record(stored)
        } catch {
            ledger.mention(error, session.console)
            return nil
        }
    }

    /// Records the summary calls that have been made so far, and stores the updated conversation.
    mutating func recordSummaries(in conversation: Conversation) {
        stored.conversation = conversation
        do {
            guard let store = try ledger.writable()?.conversations else { return }
            try summaryCalls.write(
                in: &stored,
                to: store,
                profile: session.settings.profile.name,
                endpoint: endpoint
            )
        } catch {
            ledger.mention(error, session.console)
        }
    }
}

extension CallStatus {
    fileprivate init(_ error: (any Error)?, _ completion: ChatCompletion?) {
        switch error {
        case nil: self = completion?.isWhole ?? true ? .complete : .interrupted
        case is CancellationError, is StandardStream.Failure: self = .interrupted
        default: self = completion?.hasContent ?? false ? .interrupted : .failed
        }
    }
}

extension ChatCompletion {
    /// Whether the first choice has any content.
    fileprivate var hasContent: Bool {
        guard let message = choices.first?.message else { return false }
        return !(message.content ?? "").isEmpty || !message.toolCalls.isEmpty || !(message.refusal ?? "").isEmpty
            || message.functionCall != nil || message.audio != nil || !message.images.isEmpty
    }
}
