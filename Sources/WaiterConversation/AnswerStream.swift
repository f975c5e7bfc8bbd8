internal import Synchronization
public import Waiter

/// A session's answer to a question, as an asynchronous sequence of chunks.
///
///     let answer = try await session.stream("Count to ten.")
///     for try await chunk in answer { print(chunk.text, terminator: "") }
///     print(answer.completion?.usage?.totalTokens ?? 0)
///
/// The chunks are produced on demand, and the stream can be iterated only once. Leaving the loop, cancelling the task
/// that reads the stream, or dropping the stream closes the connection, so that the server stops generating. In every
/// case, the received content is added to the session's conversation and marked as either complete or interrupted.
///
/// If the answer ends early, iterating throws `OpenAIError`. The code is `.streamTruncated` if the connection was lost.
/// If the task is cancelled, iterating throws `CancellationError`.
public struct AnswerStream: AsyncSequence, Sendable {
    /// A chunk of the answer.
    public typealias Element = ChatCompletionChunk

    /// The status, headers, request ID and rate limits of the response.
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

    /// The completeness of the answer. The value is `streaming` until the answer ends. It is then `complete`,
    /// `interrupted` if only part of the content was received, or `failed` if no content was received.
    public var status: Conversation.Status { outcome.status }

    /// The complete or partial answer. The value is `nil` until the stream has ended. It remains `nil` if no content
    /// was received.
    public var completion: ChatCompletion? { outcome.completion }

    /// Creates the iterator. A second iterator of the same stream throws an error when its first chunk is requested.
    public func makeAsyncIterator() -> Iterator { Iterator(reader: source.take()) }

    /// Reads the stream to the end and returns the answer.
    ///
    /// - Throws: Errors thrown by the iteration.
    public func collect() async throws -> ChatCompletion {
        for try await _ in self {}
        return completion ?? ChatCompletionAccumulator().completion
    }

    /// An iterator over the chunks of an answer.
    public struct Iterator: AsyncIteratorProtocol {
        private let reader: AnswerReader?

        fileprivate init(reader: AnswerReader?) {
            self.reader = reader
        }

        /// Returns the next chunk, or `nil` after the complete answer.
        public mutating func next() async throws -> ChatCompletionChunk? {
            try await next(isolation: #isolation)
        }

        /// Returns the next chunk, or `nil` after the complete answer. If the chunk is already available, the method
        /// returns it without leaving the caller's actor.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(any Error) -> ChatCompletionChunk? {
            guard let reader else { throw OpenAIError(.invalidRequest, "a stream can be iterated only once") }
            return try await reader.next(isolation: actor)
        }
    }
}

/// Holds an answer's reader until the stream's only iterator takes it.
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
