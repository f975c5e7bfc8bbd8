internal import Waiter
internal import WaiterConversation
internal import WaiterStore
internal import WaiterTerminal

/// Sends a conversation's requests for a command: writes the answer as it arrives, and records each attempt.
struct RecordedExchange: ConversationExchange {
    private let session: AskSession
    private let endpoint: ModelEndpoint
    private let answer: AnswerOptions
    private let options: RequestOptions
    private let ledger: LedgerSource
    /// The calls that sum up what does not fit, recorded before the request that they are for.
    private let summaryCalls: SummaryCalls
    private var recorder: TurnRecorder?
    private var stopwatch: Stopwatch

    /// The conversation as it is recorded.
    private(set) var stored: StoredConversation
    private(set) var notice: OmissionNotice
    private(set) var received: ChatCompletion?
    /// Why an answer that arrived whole is not what was wanted.
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
        let recorder = TurnRecorder(
            stored,
            in: ledger,
            profile: session.settings.profile.name,
            server: endpoint.host,
            key: endpoint.client.configuration.apiKey,
            console: session.console
        )
        self.recorder = recorder
        endpoint.recording.record(with: recorder)
        var runner = ChatRequestRunner(
            client: endpoint.client,
            request: request,
            options: options,
            console: session.console,
            clock: session.context.clock,
            answer: answer
        )
        runner.pricing = CallPricing(
            directories: session.directories,
            freeReason: session.freeReason(at: endpoint.client.configuration.baseURL)
        )
        runner.recorder = recorder
        defer {
            endpoint.recording.record(with: nil)
            (received, stopwatch) = (runner.received, runner.stopwatch)
        }
        do {
            return try await runner.run()
        } catch let failure as CommandFailure {
            // The call went well; what came is not what was wanted.
            guard let completion = runner.received else { throw failure }
            self.failure = failure
            return completion
        }
    }

    mutating func didEnd(in conversation: Conversation, error: (any Error)?) {
        guard let recorder else { return }
        recorder.finish(error, in: conversation, stopwatch)
        stored = recorder.stored
        self.recorder = nil
    }

    /// Records the conversation's summary calls so far, and takes over the conversation.
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
