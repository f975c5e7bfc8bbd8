internal import HTTPTypes
internal import Waiter
internal import WaiterConversation
internal import WaiterModels
internal import WaiterStore
internal import WaiterTerminal

extension AskSession {
    /// Prints the request that would be sent, after fitting, as JSON.
    ///
    /// Nothing is sent, and no API key is needed.
    ///
    /// The request's token count and cost are printed to standard error, together with the state of the budgets that
    /// apply.
    ///
    /// - Throws: `CommandFailure` or `StandardStream.Failure`. If the request would not be sent, the failure is thrown
    ///   after the request is printed.
    package func preview(
        _ question: Question,
        _ answer: AnswerOptions,
        _ plan: ConversationPlan
    ) async throws -> ExitStatus {
        let place = try await quietAddress()
        let configuration = try configuration(settings, place.baseURL, requiresKey: false)
        guard let model = place.model ?? settings.model?.value else {
            throw CommandFailure.usage(
                "no model selected for \(configuration.baseURL.host)",
                nextStep: "choose one with -m; a dry run does not list the server's models"
            )
        }
        let preview = RequestPreview()
        let endpoint = ModelEndpoint(
            client: try OpenAI(configuration: configuration, transport: preview, meter: PreviewMeter()),
            model: model,
            api: api(for: model, at: configuration.baseURL),
            host: configuration.baseURL.authority,
            metering: metering(),
            log: nil
        )
        try check(model, endpoint.api, at: configuration.baseURL)
        let refusal = try await capture(question, answer, plan, at: endpoint)
        guard let request = preview.captured else { return .failure }
        announce(request, to: configuration.baseURL)
        let isResponse = request.head.path.map { $0.prefix { $0 != "?" }.hasSuffix("/responses") } ?? false
        let estimate = try await isResponse ? responseEstimate(request.body) : estimate(request.body)
        for line in estimate.lines { console.notice(TerminalText.line(line)) }
        try Output.write(try JSONValue(parsing: request.body), to: console)
        if let overflow = estimate.overflow { throw overflow }
        if let refusal { throw refusal }
        let attempt = MeteredAttempt(
            operation: isResponse ? "responses.create" : "chat.completions.create",
            model: model,
            server: endpoint.host,
            body: request.body,
            options: answer.metering()
        )
        try showAdmission(of: attempt, by: endpoint.metering)
        return .complete
    }

    /// Runs the conversation loop up to the point where the request would leave the machine.
    ///
    /// - Returns: The reason the request would not be sent, or `nil` if it would be sent. If there is a reason, the
    ///   captured request contains the whole conversation.
    private func capture(
        _ question: Question,
        _ answer: AnswerOptions,
        _ plan: ConversationPlan,
        at endpoint: ModelEndpoint
    ) async throws -> CommandFailure? {
        var answer = answer
        answer.rendering = .plain
        let stored = try plan.begun(
            question,
            model: endpoint.model,
            profile: settings.profile.name,
            at: context.clock.date(),
            console
        )
        let fields = try fields(of: question, answer, baseURL: endpoint.client.configuration.baseURL)
        let endpoint = try self.endpoint(endpoint, for: fields)
        let fitting = try fittingOptions(at: endpoint, fields: fields, plan: plan, answer)
        var conversation = stored.conversation
        var options = fitting.options(for: conversation, answer, summaryCalls: SummaryCalls())
        var exchange = PreviewExchange(session: self, endpoint: endpoint, answer: answer, options: options.request)
        var refusal: CommandFailure?
        do {
            do {
                try await send(&conversation, through: &exchange, options)
            } catch let error as ConversationError where error.code == .contextTooLong {
                refusal = fitting.failure(error, of: conversation, options.policy)
                options.policy = .sendEverything
                try await send(&conversation, through: &exchange, options)
            }
        } catch is RequestPreview.Stopped {
        } catch let error as OpenAIError {
            throw described(error, host: endpoint.host)
        }
        return refusal
    }

    private func send(
        _ conversation: inout Conversation,
        through exchange: inout PreviewExchange,
        _ options: Conversation.Options
    ) async throws {
        guard !tools.isEmpty else {
            try await conversation.answer(through: &exchange, options: options)
            return
        }
        try await conversation.answer(
            through: &exchange,
            with: exchange.endpoint.client,
            tools: tools.tools,
            until: .steps(1),
            // Determining the tool mode would require a request to the server.
            mode: isLocal ? .schema : .native,
            options: options
        )
    }

    /// Estimates a request's token count and cost.
    ///
    /// If the local server is running, that server counts the tokens.
    private func estimate(_ body: [UInt8]) async throws -> RequestEstimate {
        let (request, _) = try TokenInput.request(body, "the request")
        let catalogue = try UserCatalogue.load(directories)
        var count = TokenCounter(model: request.model, catalogue: catalogue).count(request)
        if isLocal, let server = try LocalTokens.counter(for: request.model, in: context),
            let exact = try? await server.count(request)
        {
            count = exact
        }
        return RequestEstimate(
            request: request,
            count: count,
            lookup: catalogue.lookup(request.model),
            isLocal: isLocal
        )
    }

    /// Estimates the token count and cost of a Responses API request.
    private func responseEstimate(_ body: [UInt8]) throws -> RequestEstimate {
        let json = try JSONValue(parsing: body)
        let model = json["model"]?.stringValue ?? ""
        let catalogue = try UserCatalogue.load(directories)
        let counter = TokenCounter(model: model, catalogue: catalogue)
        let counted = CountedResponsesRequest(body: json, model: model)
        var request = counted?.chat ?? ChatCompletionRequest(model: model, messages: [])
        request.maxCompletionTokens = json["max_output_tokens"]?.intValue
        request.serviceTier = json["service_tier"]?.stringValue.map(ServiceTier.init(rawValue:))
        request.promptCacheRetention = json["prompt_cache_retention"]?.stringValue.map(
            PromptCacheRetention.init(rawValue:)
        )
        let searches = json["tools"]?.arrayValue?.contains { $0["type"]?.stringValue?.hasPrefix("web_search") ?? false }
        if searches == true { request.webSearchOptions = WebSearchOptions() }
        return RequestEstimate(
            request: request,
            count: counted?.count(by: counter) ?? counter.count(request),
            lookup: catalogue.lookup(model),
            isLocal: isLocal
        )
    }
}

/// Sends a conversation's request to a transport that captures it.
private struct PreviewExchange: ToolExchange {
    let session: AskSession
    let endpoint: ModelEndpoint
    let answer: AnswerOptions
    let options: RequestOptions
    var notice = OmissionNotice()

    mutating func didFit(_ context: FittedContext) { notice.report(context, to: session.console) }

    var discards: (@Sendable (ChatCompletion) -> Bool)?

    func didReceive(_ event: ToolEvent) {}

    func save(_ conversation: Conversation) {}

    mutating func answer(
        to request: ChatCompletionRequest,
        in conversation: Conversation
    ) async throws -> ChatCompletion {
        var runner = ChatRequestRunner(
            client: endpoint.client,
            request: request,
            options: options,
            console: session.console,
            clock: session.context.clock,
            answer: answer
        )
        runner.api = endpoint.api
        return try await runner.run()
    }
}
