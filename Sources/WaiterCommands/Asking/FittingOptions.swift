internal import Waiter
internal import WaiterConversation
internal import WaiterModels

/// How a conversation with a server's model is fitted: the model's window, the policy, and the exact count.
package struct FittingOptions: Sendable {
    private let endpoint: ModelEndpoint
    private let fields: JSONObject
    private let plan: ConversationPlan
    private let catalogue: ModelCatalogue
    private let window: ContextWindow?
    private let count: @Sendable (ChatCompletionRequest) async -> TokenCount

    /// - Parameters:
    ///   - fields: The fields of the requests besides model and messages.
    ///   - isLocal: Whether the model runs on this machine; the catalogue then says nothing about its context.
    ///   - server: The server that counts tokens exactly; nil to count them here.
    init(
        endpoint: ModelEndpoint,
        fields: JSONObject,
        plan: ConversationPlan,
        catalogue: ModelCatalogue,
        isLocal: Bool,
        server: ServerTokenCounter?
    ) {
        (self.endpoint, self.fields, self.plan, self.catalogue) = (endpoint, fields, plan, catalogue)
        let limit = (fields["max_completion_tokens"] ?? fields["max_tokens"])?.intValue
        // What is known of a model's name elsewhere says nothing of the one on this machine.
        window = isLocal ? ContextWindow(size: nil, reserve: limit ?? 0) : nil
        let counter = TokenCounter(model: endpoint.model, catalogue: catalogue)
        count = { request in
            if let server, let exact = try? await server.count(request) { return exact }
            return counter.count(request)
        }
    }

    /// The options of one answer.
    ///
    /// - Parameter summaryCalls: Collects the calls that sum up what does not fit, which are metered as the conversation's.
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
                options: RequestOptions(metering: MeteringOptions(conversation: recorded)),
                catalogue: catalogue
            ) { summaryCalls.add($0) }
        )
        var request = RequestOptions(extraBody: fields, metering: answer.metering(conversation: recorded))
        // A stream is refused that is longer than the model's longest answer; on this machine a name says nothing.
        if window == nil { request.maxOutputTokens = catalogue.entry(endpoint.model)?.maxOutput }
        return Conversation.Options(
            request: request,
            policy: policy,
            window: window,
            catalogue: catalogue,
            count: count
        )
    }

    /// The room of the model, as far as it is known.
    func window(for conversation: Conversation) -> ContextWindow {
        conversation.window(
            Conversation.Options(request: RequestOptions(extraBody: fields), window: window, catalogue: catalogue)
        )
    }

    /// The tokens of what a conversation holds; nil for an empty one.
    func tokens(of conversation: Conversation) async -> TokenCount? {
        let messages = conversation.messages
        guard !messages.isEmpty else { return nil }
        return await count(ChatCompletionRequest(model: endpoint.model, messages: messages))
    }

    /// The failure for a conversation of which not even what must be sent fits.
    func failure(_ error: ConversationError, of conversation: Conversation, _ policy: ContextPolicy) -> CommandFailure {
        let hasEarlier = plan.earlier != nil || conversation.path.count > 2
        return CommandFailure(
            .contextTooLong,
            error.message,
            place: conversation.model,
            nextStep: policy.leavesOut || !hasEarlier
                ? "shorten the question, or choose a model with a larger context"
                : "--fit oldest leaves out what was said first, --fit summarize sums it up",
            kind: "contextLengthExceeded"
        )
    }
}
