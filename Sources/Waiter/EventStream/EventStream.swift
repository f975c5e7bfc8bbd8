/// The elements of a streamed answer, pulled one after another as they arrive.
///
/// Nothing is read ahead but what one network read brings, and no task runs in between. Leaving the loop, or dropping
/// the stream, closes the connection and with it the work of the server. A stream can be iterated once.
///
/// An end before the answer was whole throws `OpenAIError` with code `.streamTruncated`, an error that the server reports
/// inside of the stream one with `.streamError` or its own cause; both carry what had arrived in `completion`.
/// Cancellation of the task throws `CancellationError`.
public struct EventStream<Element: Sendable>: AsyncSequence, Sendable {
    /// Status, headers, request id and rate limits of the response.
    public let head: ResponseHead
    private let source: StreamSource<Element>

    package init(head: ResponseHead, source: sending StreamReader<Element>) {
        self.head = head
        self.source = StreamSource(source)
    }

    /// Begins the iteration; the second iterator of a stream throws at its first element.
    public func makeAsyncIterator() -> Iterator {
        Iterator(reader: source.take())
    }

    /// Pulls the elements of a stream.
    public struct Iterator: AsyncIteratorProtocol {
        @usableFromInline let reader: StreamReader<Element>?

        fileprivate init(reader: StreamReader<Element>?) {
            self.reader = reader
        }

        /// The next element, or nil after the whole answer.
        @inlinable
        public mutating func next() async throws -> Element? {
            try await next(isolation: #isolation)
        }

        /// The next element, or nil after the whole answer, without leaving the caller's actor when it is here already.
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
