/// An asynchronous sequence of the elements of a streamed response.
///
/// The stream buffers at most the data from a single network read and needs no background task. If you leave the loop
/// or release the stream, the connection is closed, and the server stops generating. A stream can be iterated only
/// once.
///
/// If the stream ends before the answer is complete, it throws `OpenAIError` with code `.streamTruncated`. If the
/// server reports an error within the stream, the code is `.streamError` or a more specific code. In both cases, the
/// error contains the partial answer in `completion` or `response`. If the task is cancelled, the stream throws
/// `CancellationError`.
public struct EventStream<Element: Sendable>: AsyncSequence, Sendable {
    /// The status, headers, request ID and rate limits of the response.
    public let head: ResponseHead
    private let source: StreamSource<Element>

    package init(head: ResponseHead, source: sending StreamReader<Element>) {
        self.head = head
        self.source = StreamSource(source)
    }

    /// Returns an iterator over the elements. Every iterator after the first throws an error when its first element is
    /// requested.
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
        /// If an element is buffered, it is returned without leaving the caller's actor.
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
