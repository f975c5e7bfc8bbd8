internal import Waiter
package import WaiterConversation
package import WaiterModels
internal import WaiterTerminal

/// Chooses what of a conversation goes along with its last question, and says what does not.
package struct ContextFitting: Sendable {
    /// The room of the model, as far as it is known.
    package private(set) var window: ContextWindow

    /// The policy, whose calls are counted under the conversation; nil to send everything, uncounted.
    private let policy: @Sendable (Conversation) -> ContextPolicy?
    private let answer: Int?
    private let console: Console
    private let count: @Sendable ([ChatMessage]) async -> TokenCount
    private var last: FittedContext?
    private var hasLearned = false
    /// What was asked of the model so that the question fits.
    let summaryCalls = SummaryCalls()
    /// Whether there is something before the question that could stay behind.
    private let hasEarlier: Bool

    /// - Parameters:
    ///   - isLocal: Whether the model runs on this machine; the catalogue then says nothing about its context.
    ///   - server: The server that counts tokens exactly; nil to count them here.
    init(
        endpoint: ModelEndpoint,
        fields: JSONObject,
        plan: ConversationPlan,
        catalogue: ModelCatalogue,
        isLocal: Bool,
        server: ServerTokenCounter?,
        console: Console
    ) {
        self.console = console
        let model = endpoint.model
        answer = (fields["max_completion_tokens"] ?? fields["max_tokens"])?.intValue
        // What is known of a model's name elsewhere says nothing of the one on this machine.
        window =
            isLocal
            ? ContextWindow(size: nil, reserve: answer ?? 0)
            : ContextWindow(model: model, catalogue: catalogue, answer: answer)
        let counter = TokenCounter(model: model, catalogue: catalogue)
        count = { messages in
            let request = ChatCompletionRequest(model: model, messages: messages)
            if let server, let exact = try? await server.count(request) { return exact }
            return counter.count(request)
        }
        hasEarlier = plan.earlier != nil
        let client = endpoint.client
        policy = { [summaryCalls] conversation in
            let metering = MeteringOptions(conversation: plan.recorded(conversation))
            let options = RequestOptions(metering: metering)
            return plan.policy(
                .summarize(with: client, model: model, options: options, catalogue: catalogue) { summaryCalls.add($0) }
            )
        }
    }

    /// The tokens of what a conversation holds; nil for an empty one.
    package func tokens(of conversation: Conversation) async -> TokenCount? {
        let messages = conversation.messages
        return messages.isEmpty ? nil : await count(messages)
    }

    /// What is sent; the conversation remembers it.
    ///
    /// - Throws: `CommandFailure` when not even the question fits; what summing up throws.
    mutating func messages(of conversation: inout Conversation) async throws -> [ChatMessage] {
        guard let policy = policy(conversation) else { return conversation.messages }
        window = conversation.corrected(window, for: conversation.model, answer: answer)
        do {
            let fitted = try await conversation.fitted(to: window, policy: policy, counting: count)
            if fitted.omitted != last?.omitted ?? [] { mention(fitted) }
            last = fitted
            conversation.remember(fitted)
            return fitted.messages
        } catch let error as ConversationError where error.code == .contextTooLong {
            throw CommandFailure(
                .contextTooLong,
                error.message,
                place: conversation.model,
                nextStep: policy.leavesOut || !(hasEarlier || conversation.path.count > 2)
                    ? "shorten the question, or choose a model with a larger context"
                    : "--fit oldest leaves out what was said first, --fit summarize sums it up",
                kind: "contextLengthExceeded"
            )
        }
    }

    /// Whether the error says that the context is smaller than was thought, and it is worth another try.
    mutating func learns(from error: OpenAIError, for conversation: inout Conversation) -> Bool {
        guard let last, !hasLearned, error.code == .contextLengthExceeded,
            let learned = Conversation.learned(from: error, last, window, answer: answer, guesses: true)
        else { return false }
        hasLearned = true
        window = learned
        conversation.learn(from: error, learned, model: conversation.model)
        return true
    }

    /// Lets the next question be learned from as well.
    mutating func renew() { hasLearned = false }

    private func mention(_ fitted: FittedContext) {
        let count = fitted.omitted.count - fitted.unsendable.count
        guard count > 0 else { return }
        let what = "\(count) earlier message\(count == 1 ? "" : "s")"
        let how = fitted.summary == nil ? "left out \(what)" : "summed up \(what)"
        let limit = fitted.limit.map { " of \($0)" } ?? ""
        console.notice("waiter: \(how) to fit the context (\(fitted.tokens)\(limit) tokens are sent)")
    }
}
