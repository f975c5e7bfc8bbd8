public import Waiter

extension Conversation {
    /// Requests an answer to the last message through an exchange and appends the answer.
    ///
    /// Each request is fitted to the context window and sent, and its answer is appended. If the server reports a
    /// smaller context window before any content has been received, the request is fitted again and sent once more. A
    /// question without an answer is marked as failed. The next `send` turns it into a branch, and `retry` asks it
    /// again.
    ///
    /// - Parameters:
    ///   - exchange: The exchange that sends the requests. The exchange is responsible for applying `Options.request`,
    ///     except for the answer limit in `extraBody`.
    ///   - options: The options for the call.
    /// - Returns: The completion.
    /// - Throws: `ConversationError` with code `.contextTooLong` or `.missingAttachment`, or any error thrown by the
    ///   exchange, the token-counting closure or the policy's summary closure.
    @discardableResult
    public mutating func answer(
        through exchange: inout some ConversationExchange,
        options: Options = Options()
    ) async throws -> ChatCompletion {
        var call = beginCall(options)
        do {
            while true {
                let request = try await prepare(&call)
                if let context = call.context { exchange.didFit(context) }
                if let completion = try await answer(to: request, through: &exchange, &call) { return completion }
            }
        } catch {
            noteFailure()
            throw error
        }
    }

    /// Sends a request once. Returns `nil` if the server rejected the request as too long, in which case the request
    /// must be fitted to the reported limit and sent again.
    private mutating func answer(
        to request: ChatCompletionRequest,
        through exchange: inout some ConversationExchange,
        _ call: inout ConversationCall
    ) async throws -> ChatCompletion? {
        do {
            let completion = try await exchange.answer(to: request, in: self)
            finish(call, with: completion)
            exchange.didEnd(in: self, error: nil)
            return completion
        } catch let error as OpenAIError where error.code == .contextLengthExceeded && exchange.received == nil {
            let failure = learn(from: error, &call)
            exchange.didEnd(in: self, error: error)
            if let failure { throw failure }
            return nil
        } catch {
            keepPartial(exchange.received, error)
            exchange.didEnd(in: self, error: error)
            throw error
        }
    }

    /// Returns the context window for the next call with the given options. The result is the model's window, or the
    /// window that the model's server has reported.
    public func window(_ options: Options) -> ContextWindow {
        let bare = options.request(model, [])
        let answer = options.answerLimit(of: bare)
        let known =
            options.window ?? ContextWindow(model: bare.model, catalogue: options.catalogue, answer: answer)
        return corrected(known, for: bare.model, answer: answer)
    }

    // MARK: Keeping

    /// Appends an answer, including tool calls and refusals.
    package mutating func keep(_ completion: ChatCompletion, status: Status) {
        guard let choice = completion.separatingThoughts().choices.first else { return }
        let isCut = status == .complete && !completion.isWhole
        let id = append(ChatMessage(choice.message), status: isCut ? .interrupted : status)
        nodes[id].model = completion.model.isEmpty ? model : completion.model
        nodes[id].usage = completion.usage
        nodes[id].finishReason = choice.finishReason
    }

    /// Appends the content received before an error. The content is taken from the chunks or from the error, whichever
    /// contains more.
    ///
    /// - Parameters:
    ///   - received: The content received as chunks.
    ///   - error: The error that ended the call.
    ///   - reading: A closure that converts the content to the usual format if schema-based tools were offered.
    /// - Returns: The appended content, or `nil` if nothing was received.
    @discardableResult
    mutating func keepPartial(
        _ received: ChatCompletion?,
        _ error: (any Error)?,
        reading: (ChatCompletion) -> ChatCompletion = { $0 }
    ) -> ChatCompletion? {
        let carried = (error as? OpenAIError)?.completion
        let isLonger = (carried?.text.utf8.count ?? 0) > (received?.text.utf8.count ?? 0)
        guard let partial = ((isLonger ? carried : nil) ?? received ?? carried).map(reading),
            let choice = partial.choices.first,
            !choice.message.isEmpty
        else { return nil }
        keep(partial, status: .interrupted)
        return partial
    }
}

extension ChatCompletion {
    /// Whether the answer in the first choice is complete. An answer is incomplete if it was cut short by a limit or a
    /// filter, or if its finish reason is unknown.
    package var isWhole: Bool { choices.first?.finishReason?.isComplete ?? true }
}

extension ChatCompletion.Message {
    fileprivate var isEmpty: Bool {
        (content ?? "").isEmpty && toolCalls.isEmpty && (refusal ?? "").isEmpty && functionCall == nil
    }
}
