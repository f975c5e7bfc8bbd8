internal import Synchronization

/// Limits the number of concurrent requests. Additional requests wait and proceed in order of arrival.
///
/// Requests wait here rather than in the HTTP stack's pool so that the call's deadlines apply to the wait. In the pool,
/// a request that waits longer than the connect timeout would fail.
package final class ConnectionLimiter: Sendable {
    private typealias Waiter = CheckedContinuation<Void, any Error>

    private struct State {
        var free: Int
        var active = 0
        var isClosed = false
        var nextID = 0
        var queue: [(id: Int, waiter: Waiter)] = []
        var firstInQueue = 0
        var cancelled: Set<Int> = []
        var idleWaiters: [CheckedContinuation<Void, Never>] = []

        mutating func dequeue() -> Waiter? {
            guard firstInQueue < queue.count else { return nil }
            let waiter = queue[firstInQueue].waiter
            firstInQueue += 1
            if firstInQueue > 64, firstInQueue * 2 > queue.count {
                queue.removeFirst(firstInQueue)
                firstInQueue = 0
            }
            return waiter
        }
    }

    private let state: Mutex<State>

    package init(limit: Int) {
        state = Mutex(State(free: limit))
    }

    /// Takes a slot if one is free, and returns whether a slot was taken.
    package func tryAcquire() -> Bool {
        state.withLock { state in
            guard !state.isClosed, state.free > 0 else { return false }
            state.free -= 1
            state.active += 1
            return true
        }
    }

    /// Waits for a free slot. Throws `CancellationError` if the task is cancelled, or `OpenAIError` after `close`.
    package func acquire() async throws {
        if tryAcquire() { return }
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        defer { forget(id) }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in enqueue(waiter, id: id) }
        } onCancel: {
            cancel(id)
        }
    }

    /// Removes the record of a cancellation that arrived after the slot had been granted.
    private func forget(_ id: Int) {
        _ = state.withLock { $0.cancelled.remove(id) }
    }

    private func enqueue(_ waiter: Waiter, id: Int) {
        let result = state.withLock { state -> Result<Void, any Error>? in
            if state.isClosed { return .failure(Self.closed) }
            if state.cancelled.remove(id) != nil { return .failure(CancellationError()) }
            if state.free > 0 {
                state.free -= 1
                state.active += 1
                return .success(())
            }
            state.queue.append((id, waiter))
            return nil
        }
        if let result { waiter.resume(with: result) }
    }

    private func cancel(_ id: Int) {
        let waiter = state.withLock { state -> Waiter? in
            guard let position = state.queue[state.firstInQueue...].firstIndex(where: { $0.id == id }) else {
                state.cancelled.insert(id)
                return nil
            }
            return state.queue.remove(at: position).waiter
        }
        waiter?.resume(throwing: CancellationError())
    }

    /// Releases a slot and passes it on to the request that has waited the longest.
    package func release() {
        let (next, idle) = state.withLock { state -> (Waiter?, [CheckedContinuation<Void, Never>]) in
            if let waiter = state.dequeue() { return (waiter, []) }
            state.free += 1
            state.active -= 1
            guard state.active == 0 else { return (nil, []) }
            defer { state.idleWaiters = [] }
            return (nil, state.idleWaiters)
        }
        next?.resume()
        for waiter in idle { waiter.resume() }
    }

    /// Rejects new and waiting requests.
    package func close() {
        let waiters = state.withLock { state in
            state.isClosed = true
            defer { (state.queue, state.firstInQueue) = ([], 0) }
            return state.queue[state.firstInQueue...].map(\.waiter)
        }
        for waiter in waiters { waiter.resume(throwing: Self.closed) }
    }

    /// Waits until no request is in progress.
    package func waitUntilIdle() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.active > 0 { state.idleWaiters.append(continuation) }
                return state.active == 0
            }
            if isIdle { continuation.resume() }
        }
    }

    private static var closed: OpenAIError { .clientWasShutDown }
}
