/// The events of a response in the background, which continue after interruptions of the connection.
///
/// Each iteration starts from the beginning. Leaving the loop closes the connection; the response itself continues.
public struct ResponseEvents: AsyncSequence, Sendable {
    let client: OpenAI
    let id: String
    let startingAfter: Int?
    let options: RequestOptions

    /// The most interruptions in a row without a new event.
    private static let mostInterruptions = 5

    /// Returns an iterator.
    public func makeAsyncIterator() -> Iterator { Iterator(events: self, last: startingAfter) }

    /// The iterator of the events.
    public struct Iterator: AsyncIteratorProtocol {
        let events: ResponseEvents
        /// The number of the last event; `nil` before the first one with a number.
        var last: Int?
        private var stream: EventStream<ResponseStreamEvent>.Iterator?
        private var interruptions = 0
        /// Whether an event without a number was returned, after which the stream cannot be resumed.
        private var hasUnnumbered = false
        private var isOver = false

        init(events: ResponseEvents, last: Int?) {
            self.events = events
            self.last = last
        }

        /// Returns the next event; `nil` at the end of the response.
        ///
        /// - Throws: `OpenAIError`; `CancellationError` if the task is cancelled.
        public mutating func next() async throws -> ResponseStreamEvent? {
            while !isOver {
                do {
                    guard let event = try await nextReceived() else {
                        isOver = true
                        return nil
                    }
                    guard let number = event.sequenceNumber else {
                        hasUnnumbered = true
                        return event
                    }
                    if let last, number <= last { continue }
                    last = number
                    interruptions = 0
                    return event
                } catch let error as OpenAIError where error.isInterruption && canResume {
                    stream = nil
                    interruptions += 1
                    let clock = CallClock(events.client.configuration.clock)
                    try await clock.sleep(clock.now() + .milliseconds(250) * (1 << interruptions))
                } catch {
                    isOver = true
                    throw error
                }
            }
            return nil
        }

        private var canResume: Bool { !hasUnnumbered && interruptions < ResponseEvents.mostInterruptions }

        private mutating func nextReceived() async throws -> ResponseStreamEvent? {
            if stream == nil {
                let operation = APIOperation.storedResponseStream(events.id, startingAfter: last)
                stream = try await events.client.send(operation, options: events.options).value.makeAsyncIterator()
            }
            return try await stream?.next()
        }
    }
}
