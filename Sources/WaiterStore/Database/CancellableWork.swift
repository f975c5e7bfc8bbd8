internal import Synchronization

/// Forwards a task's cancellation to its queued work, regardless of whether the task is cancelled or the work is queued first.
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
