/// Reads a body as events and keeps what an error needs to know; owned by one iterator.
@usableFromInline
package final class StreamReader<Element: Sendable> {
    private var parser: EventStreamParser
    private let source: EventSource<Element>
    private let body: ResponseBody
    private let deadlines: CallDeadlines
    private let response: SuccessfulResponse
    private var isOver = false
    /// How many bytes of the body may still come.
    private var bytesLeft: Int
    /// Whether no byte has come yet that is not white space.
    private var isAtStart = true
    /// When the rest of an answer that is whole already is given up; nil while the answer is not.
    private var restDeadline: Duration?
    /// Whether more may follow an answer that looks whole, such as another choice.
    private let mayContinue: Bool
    /// What is decoded already, the next element last.
    @usableFromInline package var ready: [Element]
    /// What is wrong with the event behind those that are ready.
    private var failure: (any Error)?
    /// Whether no content of the answer has come yet, which heads, pings, comments and roles are not.
    private var awaitsContent: Bool
    /// As long is the rest of an answer waited for that is whole already: usage, a marker, the end of the body.
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

    /// The next element when the bytes for it are here.
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
        if !ready.isEmpty { response.tracker?.progress(source.partial) }
        noteContent()
        guard isMarked else { return }
        if let failure = source.failure() {
            guard !ready.isEmpty else { throw fail(failure) }
            self.failure = failure
        } else {
            endWithMarker()
        }
    }

    /// Tells deadlines and meter when the answer began, the meter before it is told that the answer ended.
    private func noteContent() {
        guard awaitsContent, source.status().hasContent else { return }
        awaitsContent = false
        deadlines.noteContent()
        response.tracker?.noteFirstToken()
    }

    /// The next element, waiting for it; nil at the end.
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

    /// What a server sends that announces a stream and answers with one document all the same; nil for a stream, no
    /// line of which begins like a document.
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
        // The end of the body follows at once; having read it, the connection can be used again.
        deadlines.finish()
        deadlines.drain(body.channel)
    }

    /// The body has ended by itself.
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

    /// The first element of the events that the end of the body cut off; the others, and what is wrong with the one
    /// behind them, are ready.
    private func lastElement() throws -> Element? {
        do {
            let isMarked = try source.decodeLast(&parser, &ready)
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

    /// What a failure to decode the last event means: half an event is no news after the answer's end, and before it the
    /// cause is that the stream was cut, not that half of JSON is no JSON.
    private func described(endingWith error: any Error) -> (any Error)? {
        guard let error = error as? OpenAIError, error.code == .invalidResponse, error.underlying != nil else {
            return error
        }
        return source.status().isComplete ? nil : truncation(nil)
    }

    /// The connection broke, or the server fell silent; after the last word of an answer that is no loss.
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
        var error = OpenAIError(.streamTruncated, "the answer was cut off: the connection ended before the answer did")
        error.underlying = cause
        if let cause = cause as? TransportError { error.connectionFailure = cause.failure }
        return error
    }

    /// Ends the stream and completes the error with what had arrived.
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
            failure = OpenAIError(.responseTooLarge, "an event of the stream is larger than the limit")
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
