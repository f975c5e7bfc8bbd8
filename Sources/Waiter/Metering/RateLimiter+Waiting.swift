internal import WaiterPlatform

extension RateLimiter {
    /// A call that was let through, and what it took.
    package struct Pass: Sendable {
        package let scope: String
        package let tokens: Int

        package init(scope: String, tokens: Int) {
            self.scope = scope
            self.tokens = tokens
        }
    }

    /// A step of waiting: the delay in seconds, 0 when the turn was taken, and the place in the queue.
    package typealias Step = (delay: Double, ticket: Int64?)

    /// Waits until it is a call's turn.
    ///
    /// - Parameters:
    ///   - remaining: The rest of the call's total deadline.
    ///   - step: Takes the turn if it is there, otherwise a place in the queue.
    ///   - leave: Gives the place up.
    /// - Throws: `OpenAIError` with code `.rateLimited` when the turn would be past the deadline; `CancellationError`, and
    ///   what `step` throws.
    package static func wait(
        atMost remaining: Duration,
        clock: any Clock<Duration>,
        step: (_ ticket: Int64?) async throws -> Step,
        leave: (_ ticket: Int64) async -> Void
    ) async throws {
        let elapsed = stopwatch(clock)
        var ticket: Int64?
        do {
            while true {
                let (delay, place) = try await step(ticket)
                if delay <= 0 { return }
                ticket = place
                guard elapsed() + .seconds(delay) < remaining.bounded else {
                    throw OpenAIError(
                        .rateLimited,
                        "not sent: the rate limiter would delay it by \(Duration.seconds(delay).inWords), past its deadline"
                    )
                }
                // Others may leave, and a response may teach something else.
                try await clock.sleep(for: .seconds(min(max(delay, shortestDelay), 1)))
            }
        } catch {
            if let ticket { await leave(ticket) }
            throw error
        }
    }

    /// In seconds; also the delay of those who wait for others alone.
    package static let shortestDelay = 0.005

    /// Measures the time from now on.
    static func stopwatch(_ clock: some Clock<Duration>) -> @Sendable () -> Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }
}
