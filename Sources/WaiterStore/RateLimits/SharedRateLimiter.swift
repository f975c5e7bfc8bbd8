internal import Waiter
internal import WaiterPlatform

/// A rate limiter whose state and queue are shared by all processes that use the same store.
struct SharedRateLimiter: Sendable {
    let database: StoreDatabase
    let limits: RateLimiter.Limits
    /// The clock used to delay calls.
    let clock: any Clock<Duration>
    /// A closure that returns the current time in milliseconds since 1970. The time is the same for all processes.
    let now: @Sendable () -> Int64

    /// Waits until the rate limits allow an attempt.
    ///
    /// - Throws: `OpenAIError`, `StoreError` or `CancellationError`. The `OpenAIError` has code `.rateLimited` if the
    ///   attempt would be allowed only after the deadline of its call.
    func pass(_ attempt: MeteredAttempt, profile: String, tokens: RateLimiter.Tokens) async throws -> RateLimiter.Pass {
        let scope = [attempt.server, profile, attempt.model].joined(separator: "\n")
        try await RateLimiter.wait(
            atMost: attempt.remaining,
            clock: clock,
            step: { ticket in
                try await database.submit(isSmall: true) {
                    try step(scope, tokens, attempt.options.priority, ticket, in: $0)
                }
            },
            // The write is queued, and its completion is not awaited, because the task may have been cancelled.
            leave: { ticket in
                database.post(isSmall: true) {
                    try $0.run("DELETE FROM pace_waiter WHERE id = ?", ticket)
                }
            }
        )
        return RateLimiter.Pass(scope: scope, tokens: tokens)
    }

    /// Allows the attempt if possible. Otherwise, adds the attempt to the queue, and returns the time to wait before
    /// the next try.
    private func step(
        _ scope: String,
        _ tokens: RateLimiter.Tokens,
        _ priority: Int,
        _ ticket: Int64?,
        in connection: SQLiteConnection
    ) throws -> RateLimiter.Step {
        let time = now()
        var state = try Self.state(connection, scope, time)
        state.advance(to: time, limits)
        let ahead = try Self.ahead(connection, scope, priority, ticket)
        let delay = state.delay(tokens: tokens, after: ahead)
        if ahead == 0, delay <= 0 {
            state.take(tokens: tokens)
            try Self.save(state, connection, scope)
            if let ticket { try connection.run("DELETE FROM pace_waiter WHERE id = ?", ticket) }
            return (0, nil)
        }
        try Self.save(state, connection, scope)
        if let ticket { return (max(delay, RateLimiter.shortestDelay), ticket) }
        try connection.run(
            "INSERT INTO pace_waiter (scope, priority, process) VALUES (?, ?, ?)",
            scope,
            priority,
            ProcessIdentity.current.text
        )
        return (max(delay, RateLimiter.shortestDelay), connection.lastInsertedRow)
    }

    /// Returns the number of calls that are ahead in the queue. Calls whose processes have exited are removed.
    private static func ahead(
        _ connection: SQLiteConnection,
        _ scope: String,
        _ priority: Int,
        _ ticket: Int64?
    ) throws -> Int {
        let others = try connection.rows(
            "SELECT process, count(*) FROM pace_waiter WHERE scope = ? AND (priority > ? OR priority = ? AND id < ?) "
                + "GROUP BY process",
            scope,
            priority,
            priority,
            ticket ?? .max
        ) { ($0.text(0), Int($0.integer(1))) }
        var count = 0
        for (process, waiting) in others {
            if ProcessIdentity(process)?.isAlive ?? false {
                count += waiting
            } else {
                try connection.run("DELETE FROM pace_waiter WHERE process = ?", process)
            }
        }
        return count
    }

    /// Corrects the number of tokens charged for an attempt, based on the outcome of the attempt.
    ///
    /// - Parameters:
    ///   - pass: The pass of the attempt.
    ///   - outcome: The outcome of the attempt.
    ///   - used: The number of tokens used, or `nil` if the number is unknown.
    ///   - connection: The connection, in a write transaction.
    /// - Throws: `SQLiteError`.
    func settle(
        _ pass: RateLimiter.Pass,
        _ outcome: AttemptOutcome,
        used: RateLimiter.Tokens?,
        in connection: SQLiteConnection
    ) throws {
        let time = now()
        var state = try Self.state(connection, pass.scope, time)
        state.advance(to: time, limits)
        state.settle(outcome, taken: pass.tokens, used: used, limits)
        try Self.save(state, connection, pass.scope)
    }

    /// Gives back a pass that was not used.
    func giveBack(_ pass: RateLimiter.Pass) {
        database.post(isSmall: true) {
            try settle(pass, AttemptOutcome(.unsent), used: nil, in: $0)
        }
    }

    private static func state(
        _ connection: SQLiteConnection,
        _ scope: String,
        _ time: Int64
    ) throws -> RateLimiter.State {
        let text = try connection.first("SELECT state FROM pace WHERE scope = ?", scope) { $0.text(0) }
        let value = try? text.map { try JSONValue(jsonText: $0) }
        return (try? value.map { try JSONBodyDecoder.decode(RateLimiter.State.self, from: $0) })
            ?? RateLimiter.State(time: time)
    }

    private static func save(_ state: RateLimiter.State, _ connection: SQLiteConnection, _ scope: String) throws {
        let text = String(decoding: try JSONBodyEncoder.encode(state), as: UTF8.self)
        try connection.run(
            "INSERT INTO pace (scope, state) VALUES (?, ?) ON CONFLICT DO UPDATE SET state = excluded.state",
            scope,
            text
        )
    }
}
