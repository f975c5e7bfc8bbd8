internal import WaiterPlatform

extension RateLimiter {
    /// A reservation held by a call that is allowed to proceed.
    package struct Pass: Sendable {
        package let scope: String
        package let tokens: Tokens

        package init(scope: String, tokens: Tokens) {
            self.scope = scope
            self.tokens = tokens
        }
    }

    /// The state of a wait, which consists of the delay in seconds and the ticket in the queue. If the call is allowed
    /// to proceed, the delay is 0.
    package typealias Step = (delay: Double, ticket: Int64?)

    /// Waits until a call is allowed to proceed.
    ///
    /// - Parameters:
    ///   - remaining: The time left until the call's total deadline.
    ///   - clock: The clock used to measure time and to wait.
    ///   - step: A closure that lets the call proceed if possible. If not, the closure returns the call's ticket in the
    ///     queue.
    ///   - leave: A closure that removes the ticket from the queue.
    /// - Throws: `OpenAIError` with code `.rateLimited` if the wait would exceed the deadline, or `CancellationError`
    ///   if the task is cancelled. Errors thrown by `step` are rethrown.
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
                        "not sent: the rate limiter would delay it by \(Duration.seconds(delay).shortText), past its deadline"
                    )
                }
                // Wait at most one second, because other calls may leave the queue and a response may change the
                // limits.
                try await clock.sleep(for: .seconds(min(max(delay, shortestDelay), 1)))
            }
        } catch {
            if let ticket { await leave(ticket) }
            throw error
        }
    }

    /// The minimum delay in seconds. This minimum also applies to calls that wait only for other calls.
    package static let shortestDelay = 0.005

    /// Returns a closure that measures the time elapsed since it was created.
    static func stopwatch(_ clock: some Clock<Duration>) -> @Sendable () -> Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }
}
