internal import Synchronization
public import Waiter

/// The answer to a question of a session, as chunks that arrive while the model writes.
///
///     let answer = try await session.stream("Count to ten.")
///     for try await chunk in answer { print(chunk.text, terminator: "") }
///     print(answer.completion?.usage?.totalTokens ?? 0)
///
/// The chunks are pulled, and can be iterated once. Leaving the loop, cancelling the task that reads, or dropping the stream
/// closes the connection and with it the work of the server. However it ends, what arrived is in the session's conversation
/// then: complete, or marked as interrupted.
///
/// An end before the answer is complete throws `OpenAIError`, with code `.streamTruncated` where the connection broke;
/// cancellation throws `CancellationError`.
public struct AnswerStream: AsyncSequence, Sendable {
    /// A part of the answer.
    public typealias Element = ChatCompletionChunk

    /// Status, headers, request ID and rate limits of the response.
    public let head: ResponseHead

    private let source: AnswerSource
    private let outcome: AnswerOutcome

    init(
        _ chunks: EventStream<ChatCompletionChunk>,
        of call: ConversationCall,
        in conversation: Conversation,
        _ turn: Turn,
        _ session: ConversationSession
    ) {
        head = chunks.head
        outcome = AnswerOutcome()
        source = AnswerSource(
            AnswerReader(chunks, of: call, in: conversation, turn, session, outcome)
        )
    }

    /// The completeness of the answer: `streaming` until it has ended, then `complete`, `interrupted` with what arrived, or
    /// `failed` without any content.
    public var status: Conversation.Status { outcome.status }

    /// The answer once the stream has ended, or what arrived of it; nil before that, and when nothing arrived.
    public var completion: ChatCompletion? { outcome.completion }

    /// Begins the iteration; the second iterator of a stream throws at its first chunk.
    public func makeAsyncIterator() -> Iterator { Iterator(reader: source.take()) }

    /// Reads the stream to its end, and returns the answer.
    ///
    /// - Throws: What the iteration throws.
    public func collect() async throws -> ChatCompletion {
        for try await _ in self {}
        return completion ?? ChatCompletionAccumulator().completion
    }

    /// Pulls the chunks of an answer.
    public struct Iterator: AsyncIteratorProtocol {
        private let reader: AnswerReader?

        fileprivate init(reader: AnswerReader?) {
            self.reader = reader
        }

        /// Returns the next chunk, or nil after the complete answer.
        public mutating func next() async throws -> ChatCompletionChunk? {
            try await next(isolation: #isolation)
        }

        /// Returns the next chunk, or nil after the complete answer, without leaving the caller's actor when it is here already.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(any Error) -> ChatCompletionChunk? {
            guard let reader else { throw OpenAIError(.invalidRequest, "a stream can be iterated only once") }
            return try await reader.next(isolation: actor)
        }
    }
}

/// Keeps the reader of an answer until its one iterator takes it.
private final class AnswerSource: Sendable {
    private let reader: Mutex<AnswerReader?>

    init(_ reader: sending AnswerReader) {
        self.reader = Mutex(reader)
    }

    func take() -> sending AnswerReader? {
        reader.withLock { reader in
            let taken = reader
            reader = nil
            return taken
        }
    }
}
