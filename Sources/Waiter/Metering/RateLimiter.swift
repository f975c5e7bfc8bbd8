internal import Synchronization
internal import WaiterPlatform

/// Delays a client's calls so that they stay within limits on requests and tokens per minute.
///
///     let limiter = RateLimiter(RateLimiter.Limits(requestsPerMinute: 60, tokensPerMinute: 90_000))
///     let client = try OpenAI(configuration: .fromEnvironment(), meter: limiter)
///
/// A client whose configuration has `rateLimits` creates its own limiter.
///
/// Calls that would exceed the limits wait in a queue, ordered by `MeteringOptions.priority` and then by arrival. The
/// limits apply to each server and model separately. The state is kept in memory. To share limits between processes,
/// use a ledger.
public final class RateLimiter: CallMeter {
    private struct Scope {
        var state: State
        /// The waiting calls, ordered by ticket.
        var queue: [(ticket: Int64, priority: Int)] = []
    }

    private struct Scopes {
        var limits: Limits
        var scopes: [String: Scope] = [:]
        var lastTicket: Int64 = 0
    }

    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Duration
    private let tokens: @Sendable (MeteredAttempt) -> Tokens
    private let meter: (any CallMeter)?
    private let scopes: Mutex<Scopes>

    /// Creates a rate limiter.
    ///
    /// - Parameters:
    ///   - limits: The limits. By default, these are the limits reported by the server.
    ///   - clock: The clock used to measure time and delay calls.
    ///   - meter: Another meter, or `nil` for none. Its `begin` method is called when an attempt is allowed to proceed.
    ///   - tokens: A closure that estimates the number of tokens that an attempt uses. The estimate is corrected when
    ///     usage is reported. By default, every four bytes of the request are assumed to be one token, and the answer's
    ///     tokens are counted when the answer ends.
    public init(
        _ limits: Limits = Limits(),
        clock: any Clock<Duration> = ContinuousClock(),
        meter: (any CallMeter)? = nil,
        tokens: @escaping @Sendable (MeteredAttempt) -> Tokens = { Tokens(input: $0.body.count / 4 + 1) }
    ) {
        scopes = Mutex(Scopes(limits: limits))
        self.clock = clock
        now = Self.stopwatch(clock)
        self.meter = meter
        self.tokens = tokens
    }

    /// Whether to request usage for streams. If there is another meter, it decides. Otherwise, usage is requested if
    /// tokens are limited.
    public var asksForUsage: Bool {
        meter?.asksForUsage ?? scopes.withLock { $0.limits.limitsTokens }
    }

    /// Sets the number of processes that share the limits, including those reported by the server.
    package func share(among count: Int) {
        scopes.withLock { all in
            let factor = Double(all.limits.shares) / Double(max(1, count))
            guard factor != 1 else { return }
            all.limits.shares = max(1, count)
            for name in all.scopes.keys { all.scopes[name]?.state.scale(by: factor) }
        }
    }

    /// Waits until the attempt is allowed to proceed.
    ///
    /// - Throws: `OpenAIError` with code `.rateLimited` if the wait would exceed the call's deadline, or
    ///   `CancellationError` if the task is cancelled. Errors thrown by the other meter are rethrown.
    public func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)? {
        let pass = Pass(scope: "\(attempt.server)\n\(attempt.model)", tokens: tokens(attempt))
        try await Self.wait(
            atMost: attempt.remaining,
            clock: clock,
            step: { step(pass, attempt.options.priority, $0) },
            leave: { leave(pass.scope, $0) }
        )
        do {
            return Record(limiter: self, pass: pass, next: try await meter?.begin(attempt))
        } catch {
            settle(pass, AttemptOutcome(.unsent))
            throw error
        }
    }

    /// Flushes the other meter.
    public func flush() async { await meter?.flush() }

    private func step(_ pass: Pass, _ priority: Int, _ ticket: Int64?) -> Step {
        let time = now().milliseconds
        return scopes.withLock { all in
            var scope = all.scopes[pass.scope] ?? Scope(state: State(time: time))
            defer { all.scopes[pass.scope] = scope }
            scope.state.advance(to: time, all.limits)
            let ahead = scope.queue.count { other in
                other.priority > priority || other.priority == priority && other.ticket < ticket ?? .max
            }
            let delay = scope.state.delay(tokens: pass.tokens, after: ahead)
            if ahead == 0, delay <= 0 {
                scope.state.take(tokens: pass.tokens)
                scope.queue.removeAll { $0.ticket == ticket }
                return (0, nil)
            }
            if let ticket { return (max(delay, Self.shortestDelay), ticket) }
            all.lastTicket += 1
            scope.queue.append((all.lastTicket, priority))
            return (max(delay, Self.shortestDelay), all.lastTicket)
        }
    }

    private func leave(_ scope: String, _ ticket: Int64) {
        scopes.withLock { $0.scopes[scope]?.queue.removeAll { $0.ticket == ticket } }
    }

    private func settle(_ pass: Pass, _ outcome: AttemptOutcome) {
        let time = now().milliseconds
        let used = outcome.status == .complete ? outcome.metadata.usage.flatMap(Self.tokens) : nil
        scopes.withLock { all in
            all.scopes[pass.scope]?.state.advance(to: time, all.limits)
            all.scopes[pass.scope]?.state.settle(outcome, taken: pass.tokens, used: used, all.limits)
        }
    }

    /// Returns the reported token counts, or `nil` if they are implausible.
    private static func tokens(of usage: TokenUsage) -> Tokens? {
        guard usage.inputTokens >= 0, usage.outputTokens >= 0 else { return nil }
        let tokens = Tokens(input: usage.inputTokens, output: usage.outputTokens)
        return tokens.total < 1_000_000_000 ? tokens : nil
    }

    private struct Record: AttemptRecord {
        let limiter: RateLimiter
        let pass: Pass
        let next: (any AttemptRecord)?

        func progress(_ snapshot: () -> PartialResult) {
            next?.progress(snapshot)
        }

        func end(_ outcome: AttemptOutcome) {
            limiter.settle(pass, outcome)
            next?.end(outcome)
        }
    }
}
