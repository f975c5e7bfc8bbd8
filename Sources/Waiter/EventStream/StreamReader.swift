/// Reads a response body as events and tracks the state needed to report errors. Each reader is owned by one iterator.
@usableFromInline
package final class StreamReader<Element: Sendable> {
    private var parser: EventStreamParser
    private let source: EventSource<Element>
    private let body: ResponseBody
    private let deadlines: CallDeadlines
    private let response: SuccessfulResponse
    private var isOver = false
    /// The number of body bytes that can still be received without exceeding the limit.
    private var bytesLeft: Int
    /// Whether only whitespace has been received so far.
    private var isAtStart = true
    /// The deadline for receiving the data that follows a complete answer, or `nil` if the answer is incomplete.
    private var restDeadline: Duration?
    /// Whether more content, such as another choice, can follow an answer that appears complete.
    private let mayContinue: Bool
    /// The decoded elements in reverse order.
    @usableFromInline package var ready: [Element]
    /// The error to throw once the decoded elements have been returned.
    private var failure: (any Error)?
    /// Whether the reader is still waiting for the first content. Headers, pings, comments and roles do not count as
    /// content.
    private var awaitsContent: Bool
    /// The time to wait for the data that follows a complete answer, such as the usage, the terminal marker and the end
    /// of the body.
    private static var restLimit: Duration { .seconds(2) }

    package init(
        source: sending EventSource<Element>,
        response: SuccessfulResponse,
        firstPiece: [UInt8] = [],
        whole: Element? = nil,
        mayContinue: Bool = false
    ) throws {
        parser = EventStreamParser(limit: response.limits.eventBytes)
        self.source = source
        body = response.body
        deadlines = response.deadlines
        self.response = response
        bytesLeft = response.limits.streamBytes - firstPiece.count
        ready = whole.map { [$0] } ?? []
        isOver = whole != nil
        awaitsContent = whole == nil
        self.mayContinue = mayContinue
        deadlines.onExpiry { [channel = body.channel] error in channel.cancel(throwing: error) }
        isAtStart = firstPiece.isEmpty
        if !firstPiece.isEmpty { try parser.append(firstPiece) }
    }

    deinit {
        response.tracker?.end(early: nil, source.metadata(), source.partial())
        body.channel.cancel()
        deadlines.finish()
    }

    /// Returns the next element if its bytes have already been received, or `nil` if more bytes are needed.
    @inlinable
    package func nextBuffered() throws -> Element? {
        if let element = ready.popLast() { return element }
        try refill()
        return ready.popLast()
    }

    @usableFromInline
    package func refill() throws {
        if let failure { throw fail(failure) }
        if isOver { return }
        var isMarked = false
        do {
            isMarked = try source.decodeBatch(&parser, &ready)
        } catch {
            guard !ready.isEmpty else { throw fail(error) }
            failure = error
        }
        if !ready.isEmpty, let tracker = response.tracker {
            tracker.received(ready.count)
            tracker.progress(source.partial)
        }
        noteContent()
        guard isMarked else { return }
        if let failure = source.failure() {
            guard !ready.isEmpty else { throw fail(failure) }
            self.failure = failure
        } else {
            endWithMarker()
        }
    }

    /// Notifies the deadlines and the meter that the first content has been received. Call this method before the meter
    /// is notified of the end of the stream.
    private func noteContent() {
        guard awaitsContent, source.status().hasContent else { return }
        awaitsContent = false
        deadlines.noteContent()
        response.tracker?.noteFirstToken()
    }

    /// Returns the next element, or `nil` at the end of the stream. This method waits until an element is available.
    @usableFromInline
    package func next(isolation actor: isolated (any Actor)?) async throws -> Element? {
        while !isOver {
            let piece: [UInt8]?
            do {
                piece = try await nextPiece(isolation: actor)
                guard let piece else { return try finish() }
                bytesLeft -= piece.count
                if bytesLeft < 0 { throw tooLarge }
                if isAtStart, let whole = try await wholeAnswer(startingWith: piece, isolation: actor) {
                    return whole
                }
                try parser.append(piece)
            } catch {
                return try end(brokenBy: error)
            }
            if let element = try nextBuffered() { return element }
        }
        return nil
    }

    /// Decodes a complete document from a server that announced a stream in the response headers. Returns `nil` if the
    /// body is an actual stream.
    ///
    /// The first byte is enough to decide, because no line of an event stream begins like a JSON document or a web
    /// page.
    private func wholeAnswer(
        startingWith piece: [UInt8],
        isolation actor: isolated (any Actor)?
    ) async throws -> Element? {
        guard let first = piece.firstIndex(where: { $0 > 0x20 && !$0.isOfByteOrderMark }) else { return nil }
        isAtStart = false
        switch piece[first] {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            let body: [UInt8] = try await piece[first...] + response.collect()
            let whole = try response.parsing(body) { try source.decodeWhole(body, response) }
            isOver = true
            complete()
            return whole
        case UInt8(ascii: "<"):
            throw response.webPage(piece)
        default:
            return nil
        }
    }

    private func nextPiece(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? {
        try Task.checkCancellation()
        if let piece = body.channel.nextBuffered() { return piece }
        guard !mayContinue, source.status().isComplete else {
            restDeadline = nil
            return try await deadlines.read(body)
        }
        let end = restDeadline ?? deadlines.clock.now() + Self.restLimit
        restDeadline = end
        return try await deadlines.read(body, until: end)
    }

    private func complete() {
        response.tracker?.complete(source.metadata(), source.partial())
    }

    private func endWithMarker() {
        isOver = true
        complete()
        // The end of the body follows immediately. Once the end has been read, the connection can be reused.
        deadlines.finish()
        deadlines.drain(body.channel)
    }

    /// Handles the end of the body.
    private func finish() throws -> Element? {
        do {
            if let element = try lastElement() { return element }
        } catch {
            throw fail(error)
        }
        if isOver || source.status().isComplete || source.endsWithBody {
            if !isOver, let failure = source.failure() { throw fail(failure) }
            isOver = true
            complete()
            return nil
        }
        throw fail(truncation(nil))
    }

    /// Returns the first element of the events that remain at the end of the body.
    ///
    /// Any elements after the first are stored for subsequent calls. If the event after them causes an error, that
    /// error is stored too.
    private func lastElement() throws -> Element? {
        do {
            let isMarked = try source.decodeLast(&parser, &ready)
            response.tracker?.received(ready.count)
            noteContent()
            if isMarked {
                if let failure = source.failure() { throw failure }
                endWithMarker()
            }
        } catch {
            let cause = described(endingWith: error)
            guard let cause else { return ready.popLast() }
            guard let element = ready.popLast() else { throw cause }
            failure = cause
            return element
        }
        return ready.popLast()
    }

    /// Returns the error to throw if decoding the last event failed, or `nil` if no error is to be thrown.
    ///
    /// If the answer is complete, an incomplete event is ignored. If the answer is incomplete, the error reports a
    /// truncated stream instead of invalid JSON.
    private func described(endingWith error: any Error) -> (any Error)? {
        guard let error = error as? OpenAIError, error.code == .invalidResponse, error.underlying != nil else {
            return error
        }
        return source.status().isComplete ? nil : truncation(nil)
    }

    /// Handles a failed connection or a timeout. Neither causes an error if the answer is already complete.
    private func end(brokenBy error: any Error) throws -> Element? {
        let isTimeout = (error as? OpenAIError)?.deadline != nil
        guard error is TransportError || isTimeout else { throw fail(error) }
        if error is TransportError, let element = try? lastElement() { return element }
        if isOver || source.status().isComplete {
            if !isOver, let failure = source.failure() { throw fail(failure) }
            isOver = true
            complete()
            body.channel.cancel()
            return nil
        }
        throw fail(isTimeout ? error : truncation(error))
    }

    private var tooLarge: OpenAIError {
        OpenAIError(
            .responseTooLarge,
            "the stream is larger than the limit of \(response.limits.streamBytes) bytes"
        )
    }

    private func truncation(_ cause: (any Error)?) -> OpenAIError {
        var error = OpenAIError(
            .streamTruncated,
            "the answer was cut off: the connection closed before the answer was complete"
        )
        error.underlying = cause
        if let cause = cause as? TransportError { error.connectionFailure = cause.failure }
        return error
    }

    /// Ends the stream and returns the error with the partial result attached.
    private func fail(_ error: any Error) -> any Error {
        isOver = true
        ready = []
        self.failure = nil
        body.channel.cancel()
        response.tracker?.end(early: error, source.metadata(), source.partial())
        var failure: OpenAIError
        switch error {
        case let error as OpenAIError: failure = error
        case is EventStreamParser.TooLarge:
            failure = OpenAIError(.responseTooLarge, "a stream event is larger than the limit")
        default: return error
        }
        failure.status = failure.status ?? response.head.status
        failure.requestID = (failure.requestID ?? response.head.requestID).map(response.redactor.redact)
        failure.rateLimits = failure.rateLimits ?? response.head.rateLimits
        failure.attempts = response.head.attempts
        failure.message = response.redactor.redact(failure.message)
        failure.partial = failure.partial ?? source.partial()
        return failure
    }
}
