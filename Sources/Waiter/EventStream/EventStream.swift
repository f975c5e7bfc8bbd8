/// The elements of a streamed response, delivered as they are received.
///
/// The stream buffers at most the data of a single network read and needs no background task. Leaving the loop or releasing
/// the stream closes the connection, which also stops generation on the server. A stream can be iterated only once.
///
/// If the stream ends before the answer is complete, it throws `OpenAIError` with code `.streamTruncated`. If the
/// server reports an error within the stream, the code is `.streamError` or the code of a more specific cause. Both
/// errors contain the partial answer in `completion` or `response`. Cancelling the task throws `CancellationError`.
public struct EventStream<Element: Sendable>: AsyncSequence, Sendable {
    /// The status, headers, request ID and rate limits of the response.
    public let head: ResponseHead
    private let source: StreamSource<Element>

    package init(head: ResponseHead, source: sending StreamReader<Element>) {
        self.head = head
        self.source = StreamSource(source)
    }

    /// Returns an iterator. A second iterator throws when its first element is requested.
    public func makeAsyncIterator() -> Iterator {
        Iterator(reader: source.take())
    }

    /// The iterator of a stream.
    public struct Iterator: AsyncIteratorProtocol {
        @usableFromInline let reader: StreamReader<Element>?

        fileprivate init(reader: StreamReader<Element>?) {
            self.reader = reader
        }

        /// Returns the next element, or `nil` at the end of the answer.
        @inlinable
        public mutating func next() async throws -> Element? {
            try await next(isolation: #isolation)
        }

        /// Returns the next element, or `nil` at the end of the answer.
        ///
        /// Buffered elements are returned without leaving the caller's actor.
        @inlinable
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(any Error) -> Element? {
            guard let reader else { throw Self.isTaken }
            if let element = try reader.nextBuffered() { return element }
            return try await reader.next(isolation: actor)
        }

        @usableFromInline static var isTaken: OpenAIError {
            OpenAIError(.invalidRequest, "a stream can be iterated only once")
        }
    }
}
