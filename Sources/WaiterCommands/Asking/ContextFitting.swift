internal import Waiter
internal import WaiterConversation

/// Chooses what of a conversation goes along with its last question, and says what does not.
struct ContextFitting {
    private let policy: ContextPolicy?
    private let console: Console
    private let count: @Sendable ([ChatMessage]) async throws -> Int
    private var window: ContextWindow
    private var last: FittedContext?
    private var hasLearned = false

    init(session: AskSession, service: AnsweringService, fields: JSONObject, plan: ConversationPlan) throws {
        console = session.console
        let catalogue = try UserCatalogue.load(session.directories)
        let entry = session.isLocal ? nil : catalogue.lookup(service.model).entry
        let requested = (fields["max_completion_tokens"] ?? fields["max_tokens"])?.intValue
        window = ContextWindow(size: entry?.contextWindow ?? entry?.inputLimit)
        window.reserve = requested ?? window.size.map { min($0 / 4, entry?.maximumOutput ?? $0) } ?? 0
        let counter = TokenCounter(model: service.model, catalogue: catalogue)
        let server = session.isLocal ? try LocalTokens.counter(for: service.model, in: session.context) : nil
        let model = service.model
        count = { messages in
            let request = ChatCompletionRequest(model: model, messages: messages)
            if let server, let exact = try? await server.count(request) { return exact.tokens }
            return counter.count(request).tokens
        }
        let client = service.client
        policy = plan.policy { messages in
            try await Self.summary(of: messages, model: model, client: client)
        }
    }

    /// What is sent.
    ///
    /// - Throws: `CommandFailure` when not even the question fits; what counting and summing up throw.
    mutating func messages(of conversation: Conversation) async throws -> [ChatMessage] {
        guard let policy else { return conversation.messages }
        do {
            let fitted = try await conversation.fitted(to: window, policy: policy, count: count)
            if !fitted.omitted.isEmpty, fitted.omitted != last?.omitted { mention(fitted) }
            last = fitted
            return fitted.messages
        } catch let error as ConversationError where error.code == .contextTooLong {
            throw CommandFailure(
                .contextTooLong,
                error.message,
                place: conversation.model,
                nextStep: "shorten the question, or choose a model with a larger context",
                kind: "contextLengthExceeded"
            )
        }
    }

    /// Whether the error says that the context is smaller than was thought, and it is worth another try.
    mutating func learns(from error: OpenAIError) throws -> Bool {
        guard policy != nil, let last, !hasLearned, error.code == .contextLengthExceeded,
            let learned = Conversation.learned(from: error, last, window)
        else { return false }
        hasLearned = true
        window = learned
        return true
    }

    private func mention(_ fitted: FittedContext) {
        let count = fitted.omitted.count
        let what = "\(count) earlier message\(count == 1 ? "" : "s")"
        let how = fitted.summary == nil ? "left out \(what)" : "summed up \(what)"
        let limit = fitted.limit.map { " of \($0)" } ?? ""
        console.notice("waiter: \(how) to fit the context (\(fitted.tokens)\(limit) tokens are sent)")
    }

    private static func summary(of messages: [ChatMessage], model: String, client: OpenAI) async throws -> String {
        let text = messages.map { "\($0.role.rawValue): \($0.text)" }.joined(separator: "\n\n")
        let request = ChatCompletionRequest(
            model: model,
            messages: [
                .system("Sum up the conversation that follows, in its language. Keep names, numbers and decisions."),
                .user(text),
            ]
        )
        return try await client.chat.completions.create(request).text
    }
}
