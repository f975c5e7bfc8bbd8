internal import Synchronization

/// Counts the metered attempts that have not ended. A shutdown waits for these attempts to end.
final class OpenAttempts: Sendable {
    private struct State {
        var count = 0
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func begin() { state.withLock { $0.count += 1 } }

    func end() {
        let isAwaited = state.withLock { state in
            state.count -= 1
            return state.count == 0 && !state.waiters.isEmpty
        }
        if isAwaited { release() }
    }

    /// Waits until all attempts have ended or the given time has elapsed, even if the calling task is cancelled.
    func wait(atMost time: Duration, _ clock: CallClock) async {
        guard state.withLock({ $0.count > 0 }) else { return }
        let timer = Task {
            try? await clock.sleep(clock.now() + time)
            release()
        }
        await withCheckedContinuation { waiter in
            let isOver = state.withLock { state in
                if state.count > 0 { state.waiters.append(waiter) }
                return state.count == 0
            }
            if isOver { waiter.resume() }
        }
        timer.cancel()
    }

    /// Resumes all waiters, even if attempts are still open.
    private func release() {
        let waiters = state.withLock { state in
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
