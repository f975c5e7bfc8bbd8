internal import Synchronization

/// A stream that provides snapshots of a typed answer and, at the end, the complete value.
///
///     let stream = try await client.chat.completions.stream(request, as: Recipe.self)
///     for try await snapshot in stream { show(snapshot.json) }
///     let recipe = try await stream.value
///
/// The snapshots are produced on demand and can be iterated once. Leaving the loop closes the connection. If the answer
/// ends without a value because of a refusal, a limit, a schema violation or a lost connection, the loop throws the
/// same error as `parse`. If the options allow retries, the answers to the retried requests are not streamed.
public struct ParsedStream<Value: Decodable & Sendable>: AsyncSequence, Sendable {
    /// The part of the answer that has been received so far.
    public typealias Element = ParsedSnapshot

    /// The status, headers, request ID and rate limits of the response.
    public let head: ResponseHead
    private let source: ParsedSource<Value>
    private let outcome = ParsedOutcome<Value>()

    init(_ call: StructuredCall<Value>, _ chunks: EventStream<ChatCompletionChunk>) {
        head = chunks.head
        source = ParsedSource(ParsedStreamReader(call, chunks, outcome))
    }

    /// The complete value. Accessing this property reads the rest of the stream if a loop has not already done so.
    ///
    /// - Throws: The error that prevented the answer from being parsed, or `OpenAIError` with code `.invalidRequest` if
    ///   a loop over the stream was left early or is still running.
    public var value: Value {
        get async throws { try await completed().value }
    }

    /// Returns the value with its completion and usage. This method reads the rest of the stream if a loop has not
    /// already done so.
    ///
    /// - Throws: The same errors as `value`.
    public func completed() async throws -> ParsedCompletion<Value> {
        if let reader = source.take() {
            while try await reader.next(isolation: #isolation) != nil {}
        }
        guard let result = outcome.result else {
            throw OpenAIError(.invalidRequest, "the stream is still being read, so it has no value yet")
        }
        return try result.get()
    }

    /// Returns an iterator over the snapshots. Only the first iterator returns snapshots. Any other iterator throws an
    /// error when its first element is requested.
    public func makeAsyncIterator() -> Iterator {
        Iterator(reader: source.take())
    }

    /// An iterator over the snapshots of a typed answer.
    public struct Iterator: AsyncIteratorProtocol {
        private let reader: ParsedStreamReader<Value>?

        fileprivate init(reader: ParsedStreamReader<Value>?) {
            self.reader = reader
        }

        /// Returns the next snapshot, or `nil` when the value is complete.
        public mutating func next() async throws -> ParsedSnapshot? {
            try await next(isolation: #isolation)
        }

        /// Returns the next snapshot, or `nil` when the value is complete.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(any Error) -> ParsedSnapshot? {
            guard let reader else { throw OpenAIError(.invalidRequest, "a stream can be iterated only once") }
            return try await reader.next(isolation: actor)
        }
    }
}

/// Holds the reader of a typed answer until the stream's only iterator takes it.
private final class ParsedSource<Value: Decodable & Sendable>: Sendable {
    private let reader: Mutex<ParsedStreamReader<Value>?>

    init(_ reader: sending ParsedStreamReader<Value>) {
        self.reader = Mutex(reader)
    }

    func take() -> sending ParsedStreamReader<Value>? {
        reader.withLock { reader in
            let taken = reader
            reader = nil
            return taken
        }
    }
}
