internal import Waiter

/// The state of a connection to a program: the pending requests, and the reason why the connection ended.
struct StdioState {
    typealias Response = CheckedContinuation<RPCResponse, any Error>

    /// An action to perform after a state change.
    enum Action {
        case none
        case resume(Response, with: Result<RPCResponse, any Error>)
    }

    private struct Pending {
        var waiter: Response
        var activity: Activity
    }

    private var pending: [Int64: Pending] = [:]
    /// The IDs of requests that were cancelled before they were added.
    private var cancelled: Set<Int64> = []
    private(set) var end: MCPError?
    private(set) var errors = TailBuffer(limit: 4096)

    /// Adds a request. If the request cannot be added, returns `false` and an action that makes the request fail.
    mutating func add(_ id: Int64, _ waiter: Response, _ activity: Activity) -> (isAdded: Bool, Action) {
        if cancelled.remove(id) != nil { return (false, .resume(waiter, with: .failure(CancellationError()))) }
        if let end { return (false, .resume(waiter, with: .failure(end))) }
        pending[id] = Pending(waiter: waiter, activity: activity)
        return (true, .none)
    }

    /// Completes a request with its response. Responses to unknown requests, such as cancelled requests, are ignored.
    mutating func respond(_ id: Int64, _ response: RPCResponse) -> Action {
        guard let waiting = pending.removeValue(forKey: id) else { return .none }
        return .resume(waiting.waiter, with: .success(response))
    }

    /// Cancels a request. Returns whether the request was pending.
    mutating func cancel(_ id: Int64) -> (isPending: Bool, Action) {
        guard let waiting = pending.removeValue(forKey: id) else {
            cancelled.insert(id)
            return (false, .none)
        }
        return (true, .resume(waiting.waiter, with: .failure(CancellationError())))
    }

    /// Discards a cancellation that occurred after the response.
    mutating func forget(_ id: Int64) { cancelled.remove(id) }

    /// Returns the activity of a pending request.
    func activity(of id: Int64) -> Activity? { pending[id]?.activity }

    /// Ends the connection with an error for all current and later requests. Only the first error is recorded.
    mutating func finish(_ error: MCPError) -> [Action] {
        if end == nil { end = error }
        let waiting = pending
        pending = [:]
        return waiting.values.map { .resume($0.waiter, with: .failure(end ?? error)) }
    }

    /// Records the reason why the connection ends. Requests fail with this reason after the program has exited.
    mutating func note(_ error: MCPError) {
        if end == nil { end = error }
    }

    mutating func append(errors chunk: UnsafeRawBufferPointer) { errors.append(chunk) }
}
