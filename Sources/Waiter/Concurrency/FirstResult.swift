internal import Synchronization

/// The first result of an operation that might ignore cancellation. The result is delivered to the waiting task.
final class FirstResult<Value: Sendable>: Sendable {
    private struct Wait {
        var result: Result<Value, any Error>?
        var waiter: CheckedContinuation<Value, any Error>?
        var isOver = false
    }

    private let state = Mutex(Wait())

    /// Sets the result and returns `true`, or returns `false` if a result has already been set.
    @discardableResult
    func resume(with result: Result<Value, any Error>) -> Bool {
        let (isFirst, waiter) = state.withLock { state -> (Bool, CheckedContinuation<Value, any Error>?) in
            if state.isOver { return (false, nil) }
            state.isOver = true
            defer { state.waiter = nil }
            if state.waiter == nil { state.result = result }
            return (true, state.waiter)
        }
        waiter?.resume(with: result)
        return isFirst
    }

    /// Waits for the result. Call this method only once.
    func value() async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let result = state.withLock { state -> Result<Value, any Error>? in
                if let result = state.result {
                    state.result = nil
                    return result
                }
                state.waiter = continuation
                return nil
            }
            if let result { continuation.resume(with: result) }
        }
    }
}
