internal import Synchronization

/// The bytes of a streamed response, delivered in chunks as they are received.
///
///     for try await chunk in try await client.audio.speech.stream(request) { player.enqueue(chunk) }
///
/// The stream buffers at most the data from a single network read. Leaving the loop or releasing the stream closes the
/// connection. A stream can be iterated only once. If the connection fails before the end, the stream throws
/// `OpenAIError` with code `.streamTruncated`. Cancelling the task throws `CancellationError`.
public struct ByteStream: AsyncSequence, Sendable {
    /// The status, headers, request ID and rate limits of the response.
    public let head: ResponseHead
    private let reader: ByteReader

    init(_ reader: ByteReader, head: ResponseHead) {
        self.reader = reader
        self.head = head
    }

    /// Returns an iterator. A second iterator throws an error when its first chunk is requested.
    public func makeAsyncIterator() -> Iterator { Iterator(reader: reader.take() ? reader : nil) }

    /// The iterator of a stream.
    public struct Iterator: AsyncIteratorProtocol {
        let reader: ByteReader?

        /// Returns the next chunk, which is never empty, or `nil` at the end.
        public mutating func next() async throws -> [UInt8]? {
            guard let reader else { throw OpenAIError(.invalidRequest, "a stream can be iterated only once") }
            return try await reader.next()
        }
    }
}

/// Reads the body of a byte stream and reports its end to the meter.
final class ByteReader: Sendable {
    private struct State {
        var isTaken = false
        var isOver = false
        var first: [UInt8]?
    }

    private let state: Mutex<State>
    private let response: SuccessfulResponse
    private let metadata: ResponseMetadata

    init(_ response: SuccessfulResponse, first: [UInt8], _ metadata: ResponseMetadata) {
        state = Mutex(State(first: first))
        self.response = response
        self.metadata = metadata
        response.deadlines.onExpiry { [channel = response.body.channel] error in channel.cancel(throwing: error) }
    }

    deinit {
        response.tracker?.end(early: nil, metadata)
        response.body.channel.cancel()
        response.deadlines.finish()
    }

    /// Claims the stream for one iterator. Returns whether the stream was still unclaimed.
    func take() -> Bool {
        state.withLock { state in
            defer { state.isTaken = true }
            return !state.isTaken
        }
    }

    func next() async throws -> [UInt8]? {
        let (first, isOver) = state.withLock { state in
            defer { state.first = nil }
            return (state.first, state.isOver)
        }
        if let first { return first }
        if isOver { return nil }
        do {
            try Task.checkCancellation()
            if let chunk = try await response.deadlines.read(response.body) { return chunk }
        } catch {
            throw fail(error)
        }
        state.withLock { $0.isOver = true }
        response.tracker?.complete(metadata)
        response.deadlines.finish()
        return nil
    }

    private func fail(_ error: any Error) -> any Error {
        state.withLock { $0.isOver = true }
        response.body.channel.cancel()
        var failure = error as? OpenAIError
        if let error = error as? TransportError {
            failure = response.invalid("the response was cut off: \(response.redactor.redact(error.reason))")
            failure?.code = .streamTruncated
            failure?.connectionFailure = error.failure
            failure?.underlying = error
        }
        failure?.status = response.head.status
        failure?.attempts = response.head.attempts
        response.tracker?.end(early: failure ?? error, metadata)
        return failure ?? error
    }
}

extension ResponseDecoder where Output == ByteStream {
    /// Creates a decoder that returns the body as a stream of bytes.
    ///
    /// - Parameters:
    ///   - metadata: The metadata of a response with a body.
    ///   - check: A closure that receives the first chunk (empty for an empty body) and throws an error if the chunk is
    ///     not valid.
    /// - Returns: The decoder.
    package static func byteStream(
        _ metadata: ResponseMetadata,
        check: @escaping @Sendable (SuccessfulResponse, [UInt8]) throws -> Void
    ) -> ResponseDecoder {
        ResponseDecoder { response in
            response.deadlines.onExpiry { [channel = response.body.channel] error in channel.cancel(throwing: error) }
            let first = try await response.deadlines.read(response.body) ?? []
            try check(response, first)
            response.deadlines.noteContent()
            response.tracker?.noteFirstToken()
            let reader = ByteReader(response, first: first, metadata)
            return APIResponse(value: ByteStream(reader, head: response.head), head: response.head, body: [])
        }
    }
}
