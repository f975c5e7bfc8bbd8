internal import Synchronization

/// Forwards the cancellation of a task to its queued work. The task may be cancelled before or after the work is
/// queued.
final class CancellableWork: Sendable {
    private struct Handle {
        var work: QueuedWork?
        var isCancelled = false
    }

    private let handle = Mutex(Handle())

    func set(_ work: QueuedWork) {
        let isCancelled = handle.withLock {
            $0.work = work
            return $0.isCancelled
        }
        if isCancelled { work.cancel() }
    }

    func cancel() {
        let work = handle.withLock {
            $0.isCancelled = true
            return $0.work
        }
        work?.cancel()
    }
}
