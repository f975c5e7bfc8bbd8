public import Waiter
internal import WaiterModels

extension Conversation {
    /// Returns an answer to what was said last, requested through an exchange, and keeps it.
    ///
    /// This is the one loop that all calls of a conversation go through: fit, send, learn, keep. A server that reports a
    /// smaller context is believed, once, as long as nothing of an answer has arrived.
    ///
    /// - Parameters:
    ///   - exchange: Sends the requests; `Options.request` is left to it, apart from the answer's limit in its `extraBody`.
    ///   - options: What is sent.
    /// - Throws: `ConversationError` with code `.contextTooLong`, or `.missingAttachment`; what the exchange, the count and
    ///   the policy's summary throw.
    @discardableResult
    public mutating func answer(
        through exchange: inout some ConversationExchange,
        options: Options = Options()
    ) async throws -> ChatCompletion {
        let limit = options.answerLimit(of: options.request(model, []))
        var window = window(options)
        var attachments = AttachmentResolver(options.attachment)
        var refusal: OpenAIError?
        while true {
            let context = try await fit(to: window, options, &attachments, after: refusal)
            if let context {
                remember(context)
                exchange.didFit(context)
            }
            let messages = try attachments.restored(context?.messages ?? sendable)
            do {
                let completion = try await exchange.answer(to: options.request(model, messages), in: self)
                keep(completion, status: .complete)
                // What was only guessed is learned when it has helped.
                if refusal != nil { learn(window) }
                learnTruncation(completion, messages, options)
                exchange.didEnd(in: self, error: nil)
                return completion
            } catch let error as OpenAIError where error.code == .contextLengthExceeded && exchange.received == nil {
                let guesses = options.policy.leavesOut
                let next =
                    refusal == nil
                    ? context.flatMap { Self.learned(from: error, $0, window, answer: limit, guesses: guesses) } : nil
                if let next, ContextOverflow(error.server).size != nil { learn(next) }
                exchange.didEnd(in: self, error: error)
                if refusal != nil, let context { throw Self.refused(error, context) }
                guard let next else { throw error }
                (window, refusal) = (next, error)
            } catch {
                keepPartial(exchange.received, error)
                exchange.didEnd(in: self, error: error)
                throw error
            }
        }
    }

    /// The context that the next call with these options must fit into: the model's, or what its server reported.
    public func window(_ options: Options) -> ContextWindow {
        let bare = options.request(model, [])
        let answer = options.answerLimit(of: bare)
        let known =
            options.window ?? ContextWindow(model: bare.model, catalogue: options.catalogue, answer: answer)
        return corrected(known, for: bare.model, answer: answer)
    }

    /// The messages of the path without those that servers refuse.
    private var sendable: [ChatMessage] { ContextPlan(path).kept(without: []).map(\.message) }

    private mutating func learn(_ window: ContextWindow) {
        memory.learned = window.size.map { LearnedContext(model: model, size: $0) }
    }

    /// Learns the limit of a server that read only a part of a prompt without an error.
    private mutating func learnTruncation(_ completion: ChatCompletion, _ messages: [ChatMessage], _ options: Options) {
        guard let usage = completion.usage else { return }
        let counter = TokenCounter(model: model, catalogue: options.catalogue)
        guard counter.truncatedPromptTokens(of: options.request(model, messages), usage: usage) != nil else { return }
        memory.learned = LearnedContext(model: model, size: usage.promptTokens)
    }

    /// Chooses what is sent; nil when everything is.
    ///
    /// - Parameter refusal: The server's refusal that the window was learned from.
    private func fit(
        to window: ContextWindow,
        _ options: Options,
        _ attachments: inout AttachmentResolver,
        after refusal: OpenAIError?
    ) async throws -> FittedContext? {
        switch options.policy.kind {
        case .sendEverything: return nil
        case .failIfCertain where certainlyFits(window, options): return nil
        default: break
        }
        var window = window
        // Whether there is room for the answer is the server's to say.
        if case .failIfCertain = options.policy.kind { window.reserve = 0 }
        let count = options.count ?? Self.count(by: TokenCounter(model: model, catalogue: options.catalogue))
        do {
            return try await fitted(to: window, policy: options.policy) { messages in
                try await count(options.request(model, try attachments.restored(messages)))
            }
        } catch let error as ConversationError where error.code == .contextTooLong {
            // What was only guessed is no reason to contradict the server.
            if let refusal, ContextOverflow(refusal.server).size == nil { throw refusal }
            throw error
        }
    }

    /// Whether the path has fewer bytes than the window has tokens, none of which is shorter than a byte.
    private func certainlyFits(_ window: ContextWindow, _ options: Options) -> Bool {
        var window = window
        window.reserve = 0
        guard let limit = window.limit else { return true }
        let messages = sendable
        guard messages.allSatisfy(\.isText), options.prepare == nil else { return false }
        // Markers around a message are a few tokens; tools and schemas are among the other fields.
        let texts = messages.reduce(0) { $0 + $1.text.utf8.count + 16 }
        return texts + JSONValue.object(options.request.extraBody).jsonBytes.count <= limit
    }

    private static func count(
        by counter: TokenCounter
    ) -> @Sendable (ChatCompletionRequest) async throws -> TokenCount {
        { counter.count($0) }
    }

    /// The error for a server that refuses what it reported that it would accept.
    private static func refused(_ error: OpenAIError, _ context: FittedContext) -> ConversationError {
        let told = ContextOverflow(error.server)
        let tokens = told.tokens ?? context.tokens
        let limit = told.size ?? context.limit
        var refused = ConversationError(
            .contextTooLong,
            "the server refused \(tokens) tokens as too long\(limit.map { ", with \($0) allowed" } ?? ""), "
                + "after the conversation was made to fit what it had said before",
            tokens: tokens,
            limit: limit
        )
        refused.refusal = error
        return refused
    }

    // MARK: Keeping

    /// Keeps an answer; tool calls, refusals and all.
    package mutating func keep(_ completion: ChatCompletion, status: Status) {
        guard let choice = completion.separatingThoughts().choices.first else { return }
        let isCut = status == .complete && !completion.isWhole
        let id = append(ChatMessage(choice.message), status: isCut ? .interrupted : status)
        nodes[id].model = completion.model.isEmpty ? model : completion.model
        nodes[id].usage = completion.usage
        nodes[id].finishReason = choice.finishReason
    }

    /// Keeps what came before an error: the longer of what was received and what the error carries.
    private mutating func keepPartial(_ received: ChatCompletion?, _ error: any Error) {
        let carried = (error as? OpenAIError)?.completion
        let isLonger = (carried?.text.utf8.count ?? 0) > (received?.text.utf8.count ?? 0)
        guard let partial = (isLonger ? carried : nil) ?? received ?? carried else { return }
        if let choice = partial.choices.first, !choice.message.isEmpty { keep(partial, status: .interrupted) }
    }
}

extension ChatMessage {
    /// Whether it is plain text.
    fileprivate var isText: Bool {
        switch content {
        case .text?, nil: audioID == nil
        default: false
        }
    }
}

extension ChatCompletion {
    /// Whether the first answer is whole, and not ended by a limit, a filter or an unknown reason.
    package var isWhole: Bool { choices.first?.finishReason?.isComplete ?? true }
}

extension ChatCompletion.Message {
    fileprivate var isEmpty: Bool {
        (content ?? "").isEmpty && toolCalls.isEmpty && (refusal ?? "").isEmpty && functionCall == nil
    }
}
