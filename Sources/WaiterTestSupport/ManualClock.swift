internal import Synchronization

/// A clock that stands still until a test moves it.
public final class ManualClock: Clock, Sendable {
    /// A point in a manual clock's time.
    public struct Instant: InstantProtocol, Sendable {
        /// Time since the clock was made.
        public var offset: Swift.Duration

        /// The instant so much later.
        public func advanced(by duration: Swift.Duration) -> Instant { Instant(offset: offset + duration) }
        /// The time from here to another instant.
        public func duration(to other: Instant) -> Swift.Duration { other.offset - offset }
        /// Whether one instant comes before the other.
        public static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private struct Sleeper {
        var deadline: Instant
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now = Instant(offset: .zero)
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

    /// Makes a clock at zero.
    public init() {}

    /// The time that the test has set.
    public var now: Instant { state.withLock(\.now) }

    /// The smallest step.
    public var minimumResolution: Swift.Duration { .nanoseconds(1) }

    /// How long each sleep that was begun was to last, in order.
    public var sleeps: [Swift.Duration] { state.withLock(\.recorded) }

    /// How many tasks sleep now.
    public var sleepers: Int { state.withLock(\.sleepers.count) }

    /// Sleeps until a test has moved the clock that far.
    public func sleep(until deadline: Instant, tolerance: Swift.Duration?) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        defer { _ = state.withLock { $0.cancelled.remove(id) } }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                begin(Sleeper(deadline: deadline, continuation: continuation), id: id)
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
            if sleeper.deadline <= state.now { return (.elapsed, []) }
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

    /// Moves the clock and wakes whoever slept until then.
    public func advance(by duration: Swift.Duration) {
        let due = state.withLock { state in
            state.now = state.now.advanced(by: duration)
            let due = state.sleepers.filter { $0.value.deadline <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return due.values.sorted { $0.deadline < $1.deadline }
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Moves the clock to the deadline that comes next.
    public func advanceToNextDeadline() {
        let next = state.withLock { state in
            state.sleepers.values.map(\.deadline).min().map { state.now.duration(to: $0) }
        }
        if let next { advance(by: next) }
    }

    /// Waits until at least so many tasks sleep on this clock.
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
