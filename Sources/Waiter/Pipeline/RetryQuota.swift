internal import Synchronization

/// A token bucket that all calls of a client share, so that an outage is not met with a storm of retries.
///
/// A retry takes five tokens; a call that succeeds gives back what its last retry took, or one. It starts with 500.
package final class RetryQuota: Sendable {
    private static let capacity = 500
    private static let cost = 5

    private let tokens = Mutex(capacity)

    package init() {}

    /// Whether there are tokens for a retry, which are then taken.
    package func take() -> Bool {
        tokens.withLock { tokens in
            guard tokens >= Self.cost else { return false }
            tokens -= Self.cost
            return true
        }
    }

    package func succeed(afterRetry: Bool) {
        tokens.withLock { $0 = min(Self.capacity, $0 + (afterRetry ? Self.cost : 1)) }
    }
}
