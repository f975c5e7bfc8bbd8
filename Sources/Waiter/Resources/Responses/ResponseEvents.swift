/// The events of a background response. The stream is resumed if the connection is interrupted.
///
/// Each iterator starts from the beginning. Leaving the loop closes the connection, but generation continues on the
/// server.
public struct ResponseEvents: AsyncSequence, Sendable {
    let client: OpenAI
    let id: String
    let startingAfter: Int?
    let include: [ResponseInclude]
    let includesObfuscation: Bool?
    let options: RequestOptions

    /// The maximum number of consecutive interruptions without a new event.
    private static let mostInterruptions = 5

    /// Returns an iterator.
    public func makeAsyncIterator() -> Iterator { Iterator(events: self, last: startingAfter) }

    /// An iterator over the events.
    public struct Iterator: AsyncIteratorProtocol {
        let events: ResponseEvents
        /// The number of the last event, or `nil` before the first numbered event.
        private var last: Int?
        /// The number of the event after which the current stream starts. Events up to this number have already been
        /// returned.
        private var resumedAfter: Int?
        private var stream: EventStream<ResponseStreamEvent>.Iterator?
        private var accumulator = ResponseAccumulator()
        private var interruptions = 0
        /// Whether event numbers are missing or do not increase. If so, the stream cannot be resumed.
        private var isUnordered = false
        private var isOver = false

        /// The size beyond which content is no longer stored for errors. The limit keeps memory use constant for
        /// streams of any length.
        private static let maxBytes = 1 << 20

        init(events: ResponseEvents, last: Int?) {
            self.events = events
            (self.last, resumedAfter) = (last, last)
        }

        /// Returns the next event, or `nil` at the end of the response.
        ///
        /// - Throws: `OpenAIError`, with the partial response attached, or `CancellationError` if the task is
        ///   cancelled.
        public mutating func next() async throws -> ResponseStreamEvent? {
            while !isOver {
                do {
                    guard let event = try await nextReceived() else {
                        isOver = true
                        return nil
                    }
                    if accept(event) { return event }
                } catch let error as OpenAIError where error.isInterruption && canResume {
                    (stream, resumedAfter) = (nil, last)
                    interruptions += 1
                    let clock = CallClock(events.client.configuration.clock)
                    try await clock.sleep(clock.now() + .milliseconds(250) * (1 << interruptions))
                } catch {
                    isOver = true
                    throw withWhole(error)
                }
            }
            return nil
        }

        /// Records an event and returns `true`, or returns `false` if the event was received before.
        private mutating func accept(_ event: ResponseStreamEvent) -> Bool {
            if let number = event.sequenceNumber, let resumedAfter, number <= resumedAfter { return false }
            if (accumulator.contentBytes ?? 0) < Self.maxBytes {
                guard accumulator.appendIfNew(event) else { return false }
            } else {
                accumulator.appendWithoutContent(event)
            }
            if let number = event.sequenceNumber, number > last ?? .min {
                last = number
            } else {
                isUnordered = true
            }
            interruptions = 0
            return true
        }

        /// Returns the error with the response accumulated from all connections. An error that already contains the
        /// final response is returned unchanged.
        private func withWhole(_ error: any Error) -> any Error {
            guard var failure = error as? OpenAIError, failure.response?.status?.isFinal != true,
                accumulator.hasContent
            else { return error }
            failure.response = accumulator.response
            return failure
        }

        private var canResume: Bool { !isUnordered && interruptions < ResponseEvents.mostInterruptions }

        private mutating func nextReceived() async throws -> ResponseStreamEvent? {
            if stream == nil {
                let operation = APIOperation.storedResponseStream(
                    events.id,
                    startingAfter: last,
                    include: events.include,
                    includesObfuscation: events.includesObfuscation
                )
                stream = try await events.client.send(operation, options: events.options).value.makeAsyncIterator()
            }
            return try await stream?.next()
        }
    }
}
