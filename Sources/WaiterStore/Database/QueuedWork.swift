internal import Synchronization

/// Work for the store's thread. The work can be withdrawn before it starts, and interrupted while it is running.
final class QueuedWork: Sendable {
    private enum Stage {
        case waiting
        case running
        /// The work has finished, was withdrawn, or has expired.
        case over
    }

    private struct Progress {
        var stage = Stage.waiting
        var isCancelled = false
    }

    /// The time at which the work expires if it has not started, or `nil` if it never expires.
    private let deadline: ContinuousClock.Instant?
    private let progress = Mutex(Progress())
    private let withdrawn: @Sendable (any Error) -> Void

    /// Creates work that has not started.
    ///
    /// - Parameters:
    ///   - deadline: The time at which the work expires if it has not started, or `nil` if it never expires.
    ///   - withdrawn: A closure that receives the error if the work is withdrawn. It is called at most once.
    init(deadline: ContinuousClock.Instant?, withdrawn: @escaping @Sendable (any Error) -> Void) {
        self.deadline = deadline
        self.withdrawn = withdrawn
    }

    /// Whether the work has not started and has not been withdrawn.
    var isWaiting: Bool { progress.withLock { $0.stage == .waiting } }

    /// Whether the caller no longer needs the result.
    var isCancelled: Bool { progress.withLock { $0.isCancelled } }

    /// Whether the work is cancelled or past its deadline, in which case there is no need to keep waiting for other
    /// processes.
    var isOver: Bool { isCancelled || isExpired(at: .now) }

    func isExpired(at now: ContinuousClock.Instant) -> Bool { deadline.map { $0 <= now } ?? false }

    /// Claims the work for the calling thread. Returns `false` if the work has been withdrawn.
    func start() -> Bool {
        progress.withLock {
            guard $0.stage == .waiting else { return false }
            $0.stage = .running
            return true
        }
    }

    /// Marks the work as finished, after its result has been delivered.
    func finish() { progress.withLock { $0.stage = .over } }

    /// Withdraws the work if it has not started, reporting an error to its caller. Returns whether the work was
    /// withdrawn.
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

    /// Withdraws the work if it has not started, or interrupts it if it is running.
    func cancel() {
        progress.withLock { $0.isCancelled = true }
        withdraw(CancellationError())
    }
}
