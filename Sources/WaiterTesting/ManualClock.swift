internal import Synchronization
internal import Waiter

/// A clock that advances only when a test advances it.
///
/// ```swift
/// let clock = ManualClock()
/// let task = Task { try await clock.sleep(for: .seconds(3600)) }
/// await clock.waitForSleepers()
/// clock.advance(by: .seconds(3600))
/// try await task.value
/// ```
///
/// To control a client's deadlines and retries, set a manual clock in the client's configuration. With `skipsPauses`,
/// retry and rate-limit delays end immediately, but deadlines still expire only when the test advances the clock.
public final class ManualClock: Clock, Sendable {
    /// An instant of a manual clock.
    public struct Instant: InstantProtocol, Sendable {
        /// The time since the clock was created.
        public var offset: Swift.Duration

        /// Returns this instant offset by the given duration.
        public func advanced(by duration: Swift.Duration) -> Instant { Instant(offset: offset + duration) }
        /// Returns the duration from this instant to another.
        public func duration(to other: Instant) -> Swift.Duration { other.offset - offset }
        /// Returns whether the left instant is earlier than the right instant.
        public static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private struct Sleeper {
        var deadline: Instant
        var isDeadline: Bool
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now = Instant(offset: .zero)
        /// The instant to which the test last advanced the clock.
        var advancedTo = Instant(offset: .zero)
        var nextID = 0
        var sleepers: [Int: Sleeper] = [:]
        var cancelled: Set<Int> = []
        var recorded: [Swift.Duration] = []
        var watchers: [(minimum: Int, continuation: CheckedContinuation<Void, Never>)] = []

        mutating func readyWatchers() -> [CheckedContinuation<Void, Never>] {
            let ready = watchers.filter { sleepers.count >= $0.minimum }
            watchers.removeAll { sleepers.count >= $0.minimum }
            return ready.map(\.continuation)
        }
    }

    private let state = Mutex(State())
    private let skipsPauses: Bool

    /// Creates a clock at zero.
    ///
    /// - Parameter skipsPauses: Whether a sleep ends immediately and advances the clock to its end. Sleeps that enforce
    ///   a client's deadlines are an exception: they end only when the test advances the clock.
    public init(skipsPauses: Bool = false) {
        self.skipsPauses = skipsPauses
    }

    /// The current instant.
    public var now: Instant { state.withLock(\.now) }

    /// The minimum resolution, which is one nanosecond.
    public var minimumResolution: Swift.Duration { .nanoseconds(1) }

    /// The requested durations of all sleeps, in order.
    public var sleeps: [Swift.Duration] { state.withLock(\.recorded) }

    /// The number of tasks currently sleeping.
    public var sleepers: Int { state.withLock(\.sleepers.count) }

    /// Suspends the task until the clock is advanced to the deadline.
    ///
    /// - Throws: `CancellationError` if the task is cancelled.
    public func sleep(until deadline: Instant, tolerance: Swift.Duration?) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        defer { _ = state.withLock { $0.cancelled.remove(id) } }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isDeadline = DeadlineWatch.isSleeping
                begin(Sleeper(deadline: deadline, isDeadline: isDeadline, continuation: continuation), id: id)
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                if state.sleepers[id] == nil { state.cancelled.insert(id) }
                return state.sleepers.removeValue(forKey: id)
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    private func begin(_ sleeper: Sleeper, id: Int) {
        enum Outcome { case sleeps, elapsed, cancelled }
        let (outcome, watchers) = state.withLock { state -> (Outcome, [CheckedContinuation<Void, Never>]) in
            if state.cancelled.contains(id) { return (.cancelled, []) }
            state.recorded.append(state.now.duration(to: sleeper.deadline))
            if skipsPauses, !sleeper.isDeadline {
                state.now = max(state.now, sleeper.deadline)
                return (.elapsed, [])
            }
            // Skipped time does not count toward deadlines. Only the time by which a test has advanced the clock
            // counts, even if the test advanced the clock before this sleep began.
            if sleeper.deadline <= (skipsPauses ? state.advancedTo : state.now) { return (.elapsed, []) }
            state.sleepers[id] = sleeper
            return (.sleeps, state.readyWatchers())
        }
        switch outcome {
        case .sleeps: break
        case .elapsed: sleeper.continuation.resume()
        case .cancelled: sleeper.continuation.resume(throwing: CancellationError())
        }
        for watcher in watchers { watcher.resume() }
    }

    /// Advances the clock and resumes the tasks whose deadlines have passed.
    public func advance(by duration: Swift.Duration) {
        let due = state.withLock { state in
            state.now = state.now.advanced(by: duration)
            state.advancedTo = state.now
            let due = state.sleepers.filter { $0.value.deadline <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return due.values.sorted { $0.deadline < $1.deadline }
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Advances the clock to the earliest deadline. Does nothing if no task is sleeping.
    public func advanceToNextDeadline() {
        let next = state.withLock { state in
            state.sleepers.values.map(\.deadline).min().map { state.now.duration(to: $0) }
        }
        if let next { advance(by: next) }
    }

    /// Waits until at least `minimum` tasks are sleeping on the clock.
    public func waitForSleepers(_ minimum: Int = 1) async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if state.sleepers.count >= minimum { return true }
                state.watchers.append((minimum, continuation))
                return false
            }
            if isReady { continuation.resume() }
        }
    }
}
