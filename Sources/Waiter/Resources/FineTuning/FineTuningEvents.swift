/// An asynchronous sequence of the events of a fine-tuning job, oldest first. The sequence ends when the job ends.
///
///     for try await event in client.fineTuning.jobs.events.follow(job.id) { print(event.message) }
///
/// Each iterator starts from the first event and returns each event once. Leaving the loop does not cancel the job.
public struct FineTuningEvents: AsyncSequence, Sendable {
    /// The type of the events.
    public typealias Element = FineTuningEvent

    let jobs: OpenAI.FineTuning.Jobs
    let id: String
    let policy: PollingPolicy
    let options: RequestOptions

    /// Returns an iterator that starts from the first event.
    public func makeAsyncIterator() -> Iterator {
        Iterator(events: self, timer: PollingTimer(policy, clock: jobs.client.configuration.clock))
    }

    /// An iterator over the events.
    public struct Iterator: AsyncIteratorProtocol {
        private let events: FineTuningEvents
        private var timer: PollingTimer
        private var seen: Set<String> = []
        // The events to return, newest first.
        private var pending: [FineTuningEvent] = []
        private var isFirstRequest = true
        private var isAtEnd = false

        fileprivate init(events: FineTuningEvents, timer: PollingTimer) {
            self.events = events
            self.timer = timer
        }

        /// Returns the next event, waiting for it if necessary, or `nil` after the last event of a finished job.
        ///
        /// - Throws: `OpenAIError`, with code `.timeout` if the policy's deadline passes, or `CancellationError` if the
        ///   task is cancelled.
        public mutating func next() async throws -> FineTuningEvent? {
            while pending.isEmpty {
                guard !isAtEnd else { return nil }
                if !isFirstRequest { try await timer.wait(for: "fine-tuning job \(events.id)") }
                isFirstRequest = false
                // Retrieve the job before its events so that the list of events is complete if the job has finished.
                let job = try await events.jobs.retrieve(events.id, options: events.options)
                pending = try await newEvents()
                isAtEnd = job.status.isFinal
                if !pending.isEmpty { timer.restart() }
            }
            return pending.removeLast()
        }

        /// Returns the events since the last request, newest first.
        private mutating func newEvents() async throws -> [FineTuningEvent] {
            var new: [FineTuningEvent] = []
            for try await event in events.jobs.events.all(of: events.id, limit: 100, options: events.options) {
                guard !seen.contains(event.id) else { break }
                new.append(event)
            }
            seen.formUnion(new.map(\.id))
            return new
        }
    }
}
