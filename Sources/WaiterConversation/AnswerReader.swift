internal import Waiter

/// A reader of the answer in a session's turn. The reader ends the turn with the received content. Each reader is owned
/// by one iterator.
final class AnswerReader {
    private var chunks: EventStream<ChatCompletionChunk>.Iterator
    private var accumulator = ChatCompletionAccumulator()
    private var hasBegun = false
    private var isOver = false
    private var conversation: Conversation
    private var call: ConversationCall
    private let turn: Turn
    private let session: ConversationSession
    private let outcome: AnswerOutcome

    init(
        _ chunks: EventStream<ChatCompletionChunk>,
        of call: ConversationCall,
        in conversation: Conversation,
        _ turn: Turn,
        _ session: ConversationSession,
        _ outcome: AnswerOutcome
    ) {
        self.chunks = chunks.makeAsyncIterator()
        (self.call, self.conversation) = (call, conversation)
        (self.turn, self.session, self.outcome) = (turn, session, outcome)
    }

    deinit {
        // The stream was abandoned, so the rest of it can no longer be read.
        if !isOver { breakOff(nil) }
    }

    /// Returns the next chunk, or `nil` after the complete answer has been received and saved.
    func next(isolation actor: isolated (any Actor)?) async throws -> ChatCompletionChunk? {
        while !isOver {
            do {
                guard let chunk = try await chunks.next(isolation: actor) else {
                    await complete()?.value
                    return nil
                }
                hasBegun = true
                accumulator.append(chunk)
                return chunk
            } catch let error as OpenAIError where error.code == .contextLengthExceeded && !hasBegun {
                try await resend(after: error, isolation: actor)
            } catch {
                await wait(for: breakOff(error))
                throw error
            }
        }
        return nil
    }

    /// Fits the request to the context window and sends it again. Call this method if the server first accepted the
    /// request but then reported that it was too long.
    private func resend(after error: OpenAIError, isolation actor: isolated (any Actor)?) async throws {
        do {
            if let failure = conversation.learn(from: error, &call) { throw failure }
            var (conversation, call) = (conversation, call)
            chunks = try await session.open(&conversation, &call).makeAsyncIterator()
            (self.conversation, self.call) = (conversation, call)
        } catch {
            await wait(for: breakOff(error))
            throw error
        }
    }

    private func complete() -> Task<Void, Never>? {
        isOver = true
        let completion = accumulator.completion
        conversation.finish(call, with: completion)
        outcome.end(completion.isWhole ? .complete : .interrupted, completion)
        return session.end(turn, with: conversation)
    }

    /// Ends the turn early. The error is `nil` if the stream was abandoned.
    @discardableResult
    private func breakOff(_ error: (any Error)?) -> Task<Void, Never>? {
        isOver = true
        let partial = conversation.keepPartial(hasBegun ? accumulator.completion : nil, error)
        conversation.noteFailure()
        let isFailure = partial == nil && error != nil && !(error is CancellationError)
        outcome.end(isFailure ? .failed : .interrupted, partial)
        return session.end(turn, with: conversation)
    }

    /// Waits until a save is complete. A cancelled task does not wait.
    private func wait(for save: Task<Void, Never>?, isolation: isolated (any Actor)? = #isolation) async {
        if !Task.isCancelled { await save?.value }
    }
}
