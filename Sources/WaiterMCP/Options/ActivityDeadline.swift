internal import Synchronization
internal import Waiter

/// The time of a server's last activity. Activity extends the deadline of a request.
final class Activity: Sendable {
    private let last: Mutex<Duration>
    private let clock: CallClock

    init(_ clock: CallClock) {
        self.clock = clock
        last = Mutex(clock.now())
    }

    /// Records activity.
    func note() {
        let now = clock.now()
        last.withLock { $0 = now }
    }

    /// The time of the last activity.
    var time: Duration { last.withLock { $0 } }
}

/// Functions that enforce the deadlines of requests.
enum ActivityDeadline {
    /// Runs work and cancels the work after a period without activity or after a maximum total duration. The work must
    /// respond to cancellation. The argument passed to `error` is the limit that was exceeded.
    static func run<Value: Sendable>(
        _ clock: CallClock,
        idle: Duration,
        total: Duration,
        activity: Activity,
        error: @escaping @Sendable (Duration) -> MCPError,
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value.self) { group in
            let end = clock.now() + total
            group.addTask { try await work() }
            group.addTask {
                while true {
                    let quiet = activity.time + idle
                    let deadline = min(end, quiet)
                    if clock.now() >= deadline { throw error(quiet < end ? idle : total) }
                    try await DeadlineWatch.$isSleeping.withValue(true) { try await clock.sleep(deadline) }
                }
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw CancellationError() }
            return value
        }
    }

    /// Runs work and cancels the work after a time limit. The work must respond to cancellation.
    static func run<Value: Sendable>(
        _ clock: CallClock,
        limit: Duration,
        error: @escaping @Sendable (Duration) -> MCPError,
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await run(clock, idle: limit, total: limit, activity: Activity(clock), error: error, work)
    }
}
