internal import Waiter
internal import WaiterPlatform

/// Makes calls wait for their turn, with all other processes that use the ledger.
struct Pacer: Sendable {
    let database: StoreDatabase
    let pace: Pace
    /// Milliseconds since 1970.
    let now: @Sendable () -> Int64

    /// What a call was let through with.
    struct Pass: Sendable {
        let scope: String
        let tokens: Int
    }

    /// Waits until it is this call's turn.
    ///
    /// - Throws: `OpenAIError` with code `.rateLimited` when that would be after the call's deadline; `CancellationError`,
    ///   `StoreError`.
    func pass(_ attempt: MeteredAttempt, profile: String, tokens: Int) async throws -> Pass {
        let scope = [attempt.server, profile, attempt.model].joined(separator: "\n")
        let deadline = ContinuousClock.now + attempt.remaining.bounded
        var ticket: Int64?
        do {
            while true {
                let (delay, taken) = try step(scope, tokens, attempt.options.priority, ticket)
                if delay <= 0 { return Pass(scope: scope, tokens: tokens) }
                ticket = taken
                guard ContinuousClock.now + .seconds(delay) < deadline else {
                    throw OpenAIError(
                        .rateLimited,
                        "not sent: the pace lets it go in \(Duration.seconds(delay).inWords), which is too late for it"
                    )
                }
                // Others may leave, and a reply may teach something else.
                try await Task.sleep(for: .seconds(min(max(delay, 0.005), 1)))
            }
        } catch {
            if let ticket { try? leave(ticket) }
            throw error
        }
    }

    /// Takes the turn when it is there; otherwise stands in the queue.
    ///
    /// - Returns: How long it may take, 0 when the turn was taken; and the place in the queue.
    private func step(_ scope: String, _ tokens: Int, _ priority: Int, _ ticket: Int64?) throws -> (Double, Int64?) {
        try database.write { connection in
            let time = now()
            var state = try Self.state(connection, scope, time)
            state.advance(to: time, pace)
            let ahead = try Self.ahead(connection, scope, priority, ticket)
            let delay = state.delay(tokens: tokens, after: ahead)
            if ahead == 0, delay <= 0 {
                state.take(tokens: tokens)
                try Self.save(state, connection, scope)
                if let ticket { try connection.run("DELETE FROM pace_waiter WHERE id = ?", ticket) }
                return (0, nil)
            }
            try Self.save(state, connection, scope)
            if let ticket { return (max(delay, 0.005), ticket) }
            try connection.run(
                "INSERT INTO pace_waiter (scope, priority, process) VALUES (?, ?, ?)",
                scope,
                priority,
                ProcessIdentity.current.text
            )
            return (max(delay, 0.005), connection.lastInsertedRow)
        }
    }

    /// How many go first; those of processes that are gone leave the queue.
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

    private func leave(_ ticket: Int64) throws {
        try database.write { try $0.run("DELETE FROM pace_waiter WHERE id = ?", ticket) }
    }

    /// Learns what a call came to.
    func settle(_ pass: Pass, _ outcome: AttemptOutcome, tokens used: Int?) throws {
        try database.write { connection in
            let time = now()
            var state = try Self.state(connection, pass.scope, time)
            state.advance(to: time, pace)
            if outcome.status == .unsent {
                state.giveBack(tokens: pass.tokens)
            } else {
                state.settle(taken: pass.tokens, used: used ?? pass.tokens)
            }
            if pace.learns, let limits = outcome.rateLimits { state.learn(limits, pace) }
            if pace.learns, outcome.httpStatus == 429, let wait = outcome.error?.retryAfter {
                state.pausedUntil = max(state.pausedUntil, time + min(wait.milliseconds, 600_000))
            }
            try Self.save(state, connection, pass.scope)
        }
    }

    /// Gives a turn back that was not used.
    func giveBack(_ pass: Pass) throws { try settle(pass, AttemptOutcome(.unsent), tokens: nil) }

    private static func state(_ connection: SQLiteConnection, _ scope: String, _ time: Int64) throws -> PaceState {
        let text = try connection.first("SELECT state FROM pace WHERE scope = ?", scope) { $0.text(0) }
        let value = try? text.map { try JSONValue(jsonText: $0) }
        return (try? value.map { try JSONBodyDecoder.decode(PaceState.self, from: $0) }) ?? PaceState(time: time)
    }

    private static func save(_ state: PaceState, _ connection: SQLiteConnection, _ scope: String) throws {
        let text = String(decoding: try JSONBodyEncoder.encode(state), as: UTF8.self)
        try connection.run(
            "INSERT INTO pace (scope, state) VALUES (?, ?) ON CONFLICT DO UPDATE SET state = excluded.state",
            scope,
            text
        )
    }
}
