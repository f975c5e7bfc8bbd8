internal import Synchronization

/// Work queued for the store's thread, which can be withdrawn before it starts and interrupted afterwards.
final class QueuedWork: Sendable {
    private enum Stage {
        case waiting
        case running
        /// Finished, withdrawn or expired.
        case over
    }

    private struct Progress {
        var stage = Stage.waiting
        var isCancelled = false
    }

    /// The time at which the work is given up if it has not started; nil for never.
    private let deadline: ContinuousClock.Instant?
    private let progress = Mutex(Progress())
    private let withdrawn: @Sendable (any Error) -> Void

    /// Creates work that has not started.
    ///
    /// - Parameters:
    ///   - deadline: The time at which the work is given up if it has not started; nil for never.
    ///   - withdrawn: Receives the error of work that will not start; called at most once.
    init(deadline: ContinuousClock.Instant?, withdrawn: @escaping @Sendable (any Error) -> Void) {
        self.deadline = deadline
        self.withdrawn = withdrawn
    }

    /// Whether the work has not started and has not been withdrawn.
    var isWaiting: Bool { progress.withLock { $0.stage == .waiting } }

    /// Whether the caller no longer needs the result.
    var isCancelled: Bool { progress.withLock { $0.isCancelled } }

    /// Whether the work is cancelled or past its deadline, so that nothing waits for other processes on its behalf.
    var isOver: Bool { isCancelled || isExpired(at: .now) }

    func isExpired(at now: ContinuousClock.Instant) -> Bool { deadline.map { $0 <= now } ?? false }

    /// Claims the work for the calling thread; false if it has been withdrawn.
    func start() -> Bool {
        progress.withLock {
            guard $0.stage == .waiting else { return false }
            $0.stage = .running
            return true
        }
    }

    /// Marks the work as finished, after its result has been delivered.
    func finish() { progress.withLock { $0.stage = .over } }

    /// Withdraws work that has not started, with the error that its caller receives; returns false if it has started.
    @discardableResult
    func withdraw(_ error: @autoclosure () -> any Error) -> Bool {
        let isWithdrawn = progress.withLock {
            guard $0.stage == .waiting else { return false }
            $0.stage = .over
            return true
        }
        if isWithdrawn { withdrawn(error()) }
        return isWithdrawn
    }

    /// Withdraws work that has not started, and interrupts work that is running.
    func cancel() {
        progress.withLock { $0.isCancelled = true }
        withdraw(CancellationError())
    }
}
