internal import Synchronization
internal import WaiterPlatform

/// The token bucket that limits retries across all of a client's calls; see `RetryPolicy.Quota`.
package final class RetryTokenBucket: Sendable {
    private struct State {
        var tokens: Double
        var time: Duration
    }

    private let quota: RetryPolicy.Quota?
    private let now: @Sendable () -> Duration
    private let state: Mutex<State>

    /// Creates a full bucket. If there is no quota, the bucket never runs out of tokens.
    package init(_ quota: RetryPolicy.Quota?, now: @escaping @Sendable () -> Duration) {
        self.quota = quota
        self.now = now
        state = Mutex(State(tokens: Double(quota?.capacity ?? 0), time: now()))
    }

    /// Takes a token for a retry.
    ///
    /// - Returns: Whether a token was available.
    package func take() -> Bool {
        guard let quota else { return true }
        let now = now()
        return state.withLock { state in
            Self.refill(&state, quota, now)
            guard state.tokens >= 1 else { return false }
            state.tokens -= 1
            return true
        }
    }

    /// Puts back the tokens that a successful call's retries took, and adds one more token.
    package func succeed(taken: Int) {
        guard let quota else { return }
        state.withLock { $0.tokens = min(Double(quota.capacity), $0.tokens + Double(taken + 1)) }
    }

    private static func refill(_ state: inout State, _ quota: RetryPolicy.Quota, _ now: Duration) {
        let seconds = max(.zero, now - state.time) / .seconds(1)
        state.time = now
        state.tokens = min(Double(quota.capacity), state.tokens + seconds * quota.refillPerSecond)
    }
}
