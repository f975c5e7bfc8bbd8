internal import Synchronization

/// A queue that runs one turn of a session at a time. Other turns wait in order of arrival.
final class TurnQueue: Sendable {
    private typealias Waiter = CheckedContinuation<Void, any Error>

    private struct State {
        var isTaken = false
        var nextID = 0
        var waiters: [(id: Int, waiter: Waiter)] = []
        var cancelled: Set<Int> = []
    }

    private let state = Mutex(State())

    /// Whether a turn is in progress.
    var isTaken: Bool { state.withLock(\.isTaken) }

    /// Waits for earlier turns to end and begins a turn.
    ///
    /// - Throws: `CancellationError` if the task is cancelled.
    func begin() async throws -> Turn {
        try Task.checkCancellation()
        let ticket = state.withLock { state -> Int? in
            guard state.isTaken else {
                state.isTaken = true
                return nil
            }
            state.nextID += 1
            return state.nextID
        }
        if let ticket { try await wait(ticket) }
        return Turn(self)
    }

    private func wait(_ id: Int) async throws {
        // The task can be cancelled after its turn has begun. Such a cancellation is discarded here.
        defer { _ = state.withLock { $0.cancelled.remove(id) } }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in enqueue(waiter, id: id) }
        } onCancel: {
            cancel(id)
        }
    }

    private func enqueue(_ waiter: Waiter, id: Int) {
        let result = state.withLock { state -> Result<Void, any Error>? in
            if state.cancelled.contains(id) { return .failure(CancellationError()) }
            guard state.isTaken else {
                state.isTaken = true
                return .success(())
            }
            state.waiters.append((id, waiter))
            return nil
        }
        if let result { waiter.resume(with: result) }
    }

    private func cancel(_ id: Int) {
        let waiter = state.withLock { state -> Waiter? in
            guard let position = state.waiters.firstIndex(where: { $0.id == id }) else {
                state.cancelled.insert(id)
                return nil
            }
            return state.waiters.remove(at: position).waiter
        }
        waiter?.resume(throwing: CancellationError())
    }

    fileprivate func end() {
        let next = state.withLock { state -> Waiter? in
            guard !state.waiters.isEmpty else {
                state.isTaken = false
                return nil
            }
            return state.waiters.removeFirst().waiter
        }
        next?.resume()
    }
}

/// A turn with exclusive access to a session's conversation. The access lasts until the turn is ended or dropped.
final class Turn: Sendable {
    private let queue: Mutex<TurnQueue?>

    fileprivate init(_ queue: TurnQueue) {
        self.queue = Mutex(queue)
    }

    deinit {
        end()
    }

    /// Lets the next turn begin. Only the first call to this method has an effect.
    func end() {
        let queue = queue.withLock { queue in
            defer { queue = nil }
            return queue
        }
        queue?.end()
    }
}
