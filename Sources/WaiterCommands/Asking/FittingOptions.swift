internal import Waiter
internal import WaiterConversation
internal import WaiterModels

/// The context window, policy and token counter for fitting a conversation to a model.
package struct FittingOptions: Sendable {
    private let endpoint: ModelEndpoint
    private let members: RequestMembers
    private let plan: ConversationPlan
    private let catalogue: ModelCatalogue
    private let window: ContextWindow?
    private let count: @Sendable (ChatCompletionRequest) async -> TokenCount

    /// Creates fitting options.
    ///
    /// - Parameters:
    ///   - endpoint: The server and the model.
    ///   - members: The request members other than model and messages.
    ///   - plan: The plan that selects the policy.
    ///   - catalogue: The catalogue with the model's limits.
    ///   - isLocal: Whether the model runs on this machine. The catalogue is not used to look up a local model's
    ///     context window.
    ///   - server: The server that counts tokens exactly, or `nil` to count them locally.
    init(
        endpoint: ModelEndpoint,
        members: RequestMembers,
        plan: ConversationPlan,
        catalogue: ModelCatalogue,
        isLocal: Bool,
        server: ServerTokenCounter?
    ) {
        (self.endpoint, self.members, self.plan, self.catalogue) = (endpoint, members, plan, catalogue)
        let limit = members.answerLimit
        // A catalogue entry with the same name as a local model describes a different model.
        window = isLocal ? ContextWindow(size: nil, reserve: limit ?? 0) : nil
        let counter = TokenCounter(model: endpoint.model, catalogue: catalogue)
        count = { [api = endpoint.api] request in
            if api == .chatCompletions, let server, let exact = try? await server.count(request) { return exact }
            return counter.count(request, api: api)
        }
    }

    /// Returns the options for one answer.
    ///
    /// - Parameters:
    ///   - conversation: The conversation to answer.
    ///   - answer: The output options for the answer.
    ///   - summaryCalls: The collector of summary calls, which are metered as part of the conversation.
    /// - Returns: The options for the conversation's next answer.
    func options(
        for conversation: Conversation,
        _ answer: AnswerOptions,
        summaryCalls: SummaryCalls
    ) -> Conversation.Options {
        let recorded = plan.recorded(conversation)
        let policy = plan.policy(
            .summarize(
                with: endpoint.client,
                model: endpoint.model,
                api: endpoint.api,
                options: RequestOptions(metering: MeteringOptions(conversation: recorded)),
                catalogue: catalogue
            ) { summaryCalls.add($0) }
        )
        var request = RequestOptions(extraBody: members.extra, metering: answer.metering(conversation: recorded))
        // A stream whose reported output exceeds the model's maximum is rejected. A local model's maximum cannot be
        // determined from its name.
        if window == nil { request.maxOutputTokens = catalogue.entry(endpoint.model)?.maxOutput }
        return Conversation.Options(
            request: request,
            api: endpoint.api,
            policy: policy,
            window: window,
            catalogue: catalogue,
            count: count,
            prepare: members.prepare
        )
    }

    /// Returns the known properties of the model's context window.
    func window(for conversation: Conversation) -> ContextWindow {
        conversation.window(
            Conversation.Options(
                request: RequestOptions(extraBody: members.extra),
                window: window,
                catalogue: catalogue,
                prepare: members.prepare
            )
        )
    }

    /// Returns the token count of a conversation's messages, or `nil` if the conversation has no messages.
    func tokens(of conversation: Conversation) async -> TokenCount? {
        let messages = conversation.messages
        guard !messages.isEmpty else { return nil }
        return await count(ChatCompletionRequest(model: endpoint.model, messages: messages))
    }

    /// Returns the failure for a conversation whose required messages alone exceed the context window.
    func failure(_ error: ConversationError, of conversation: Conversation, _ policy: ContextPolicy) -> CommandFailure {
        let hasEarlier = plan.earlier != nil || conversation.path.count > 2
        return CommandFailure(
            .contextTooLong,
            error.message,
            place: conversation.model,
            nextStep: policy.leavesOut || !hasEarlier
                ? "shorten the question, or choose a model with a larger context window"
                : "use --fit oldest to omit the oldest messages, or --fit summarize to summarize them",
            kind: "contextLengthExceeded"
        )
    }
}
