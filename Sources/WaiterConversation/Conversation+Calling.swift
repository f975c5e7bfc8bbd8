internal import Waiter
internal import WaiterModels

/// The four steps shared by all methods that make calls: begin, prepare, send and finish. If the server reports a
/// context limit, the limit is recorded and the call is prepared again.
extension Conversation {
    /// Begins a call. A question whose call failed earlier is asked again.
    mutating func beginCall(_ options: Options) -> ConversationCall {
        if let failed = failedQuestion { nodes[failed].status = .complete }
        return ConversationCall(
            options: options,
            answerLimit: options.answerLimit(of: options.request(model, [])),
            window: window(options)
        )
    }

    /// Selects the messages for a call and returns the request that contains them.
    ///
    /// - Throws: `ConversationError` with code `.unsuitableModel` if the model cannot hold a conversation, in which
    ///   case nothing is sent. Also throws any error that occurs when the messages are fitted to the context window.
    mutating func prepare(_ call: inout ConversationCall) async throws -> ChatCompletionRequest {
        if let obstacle = call.options.catalogue.known(model)?.conversationObstacle {
            throw ConversationError(.unsuitableModel, obstacle)
        }
        call.context = try await fit(&call)
        if let context = call.context { remember(context) }
        let messages = call.context?.messages ?? sendable(over: call.options.api)
        call.messages = try call.attachments.restored(messages, call.options.attachment)
        // Without their items, these messages would be empty, and servers would reject them.
        if call.options.api != .responses { call.messages.removeAll(where: \.hasOnlyItems) }
        return call.options.request(model, call.messages)
    }

    /// Appends a call's answer to the conversation and learns the context limit from the answer.
    mutating func finish(_ call: ConversationCall, with completion: ChatCompletion) {
        keep(completion, status: .complete)
        // A guessed limit is remembered only after a request that was fitted to it has succeeded.
        if call.refusal != nil { learn(call.window) }
        learnTruncation(completion, call)
    }

    /// Learns the context limit from a context overflow error, so that the request can be fitted to the limit.
    ///
    /// - Returns: The error that ends the call, or `nil` if the request should be prepared and sent again.
    mutating func learn(from error: OpenAIError, _ call: inout ConversationCall) -> (any Error)? {
        var next: ContextWindow?
        if call.refusal == nil, let context = call.context {
            let guesses = call.options.policy.leavesOut
            next = Self.learned(from: error, context, call.window, answer: call.answerLimit, guesses: guesses)
        }
        if let next, ContextOverflow(error.server).size != nil { learn(next) }
        if call.refusal != nil, let context = call.context { return Self.refused(error, context) }
        guard let next else { return error }
        (call.window, call.refusal) = (next, error)
        return nil
    }

    // MARK: Learning

    private mutating func learn(_ window: ContextWindow) {
        memory.learned = window.size.map { LearnedContext(model: model, size: $0) }
    }

    /// Learns the limit of a server that truncated the prompt without reporting an error.
    private mutating func learnTruncation(_ completion: ChatCompletion, _ call: ConversationCall) {
        guard let usage = completion.usage else { return }
        let counter = TokenCounter(model: model, catalogue: call.options.catalogue)
        let request = call.options.request(model, call.messages)
        guard counter.truncatedPromptTokens(of: request, usage: usage) != nil else { return }
        memory.learned = LearnedContext(model: model, size: usage.promptTokens)
    }

    /// Returns the error to throw if a server rejects a request within the limit that the server itself reported.
    private static func refused(_ error: OpenAIError, _ context: FittedContext) -> ConversationError {
        let told = ContextOverflow(error.server)
        let tokens = told.tokens ?? context.tokens
        let limit = told.size ?? context.limit
        var refused = ConversationError(
            .contextTooLong,
            "the server rejected a request of \(tokens) tokens as too long\(limit.map { " (limit: \($0))" } ?? ""), "
                + "even though the conversation had been shortened to the limit that the server reported",
            tokens: tokens,
            limit: limit
        )
        refused.refusal = error
        return refused
    }

    // MARK: Fitting

    /// Returns the messages on the path, except those that servers reject or that a compaction item replaces.
    private func sendable(over api: ModelAPI) -> [ChatMessage] {
        ContextPlan(path, over: api).kept(without: []).map(\.message)
    }

    /// Selects the messages to send or returns `nil` to send all of them.
    private func fit(_ call: inout ConversationCall) async throws -> FittedContext? {
        let options = call.options
        switch options.policy.kind {
        case .sendEverything: return nil
        case .failIfCertain where certainlyFits(call.window, options): return nil
        default: break
        }
        var window = call.window
        // The server decides whether there is room for the answer.
        if case .failIfCertain = options.policy.kind { window.reserve = 0 }
        let count =
            options.count ?? Self.count(by: TokenCounter(model: model, catalogue: options.catalogue), options.api)
        do {
            return try await fitted(to: window, policy: options.policy, over: options.api) { messages in
                let whole = try call.attachments.restored(messages, options.attachment)
                return try await count(options.request(model, whole))
            }
        } catch let error as ConversationError where error.code == .contextTooLong {
            // If the limit was only guessed, throw the server's error instead of an error that mentions the guessed
            // limit.
            if let refusal = call.refusal, ContextOverflow(refusal.server).size == nil { throw refusal }
            throw error
        }
    }

    /// Returns whether the path has fewer bytes than the window has tokens. Such a path fits, because a token has
    /// at least one byte.
    private func certainlyFits(_ window: ContextWindow, _ options: Options) -> Bool {
        var window = window
        window.reserve = 0
        guard let limit = window.limit else { return true }
        let messages = sendable(over: options.api)
        guard messages.allSatisfy(\.isText), options.prepare == nil else { return false }
        // The 16 bytes per message account for the markers around the message. Tools and schemas are part of the other
        // fields.
        let texts = messages.reduce(0) { $0 + $1.text.utf8.count + 16 }
        return texts + JSONValue.object(options.request.extraBody).jsonBytes.count <= limit
    }

    private static func count(
        by counter: TokenCounter,
        _ api: ModelAPI
    ) -> @Sendable (ChatCompletionRequest) async throws -> TokenCount {
        { counter.count($0, api: api) }
    }
}

extension ChatMessage {
    /// Whether the message is an answer that contains only Responses API items.
    fileprivate var hasOnlyItems: Bool {
        role == .assistant && !responseItems.isEmpty && text.isEmpty && (refusal ?? "").isEmpty && toolCalls.isEmpty
    }

    /// Whether the content is plain text.
    fileprivate var isText: Bool {
        switch content {
        case .text?, nil: audioID == nil
        default: false
        }
    }
}
