package import HTTPTypes
internal import WaiterPlatform

/// A decision on whether to retry a request after a failed attempt. The decision includes the delay before the retry.
package enum RetryDecision: Hashable, Sendable {
    case giveUp
    /// - Parameter isNamed: Whether the server specified the delay. If so, no token is taken from the retry quota.
    case retry(after: Duration, isNamed: Bool)

    /// Decides whether to retry a request after a failed attempt.
    ///
    /// - Parameters:
    ///   - error: The error of the attempt.
    ///   - fields: The header fields of the failed response, or `nil` if there was no response.
    ///   - isPermanent: Whether another attempt would fail in the same way.
    ///   - isFree: Whether the call can be repeated free of charge because no usable response was received.
    ///   - retries: The number of retries made so far.
    ///   - limit: The maximum number of retries for this call.
    ///   - policy: The retry policy.
    ///   - remaining: The time left until the total deadline.
    ///   - random: A number between 0 and 1, for the jitter.
    /// - Returns: The decision.
    package static func decide(
        _ error: OpenAIError,
        fields: HTTPFields?,
        isPermanent: Bool = false,
        isFree: Bool = false,
        retries: Int,
        limit: Int,
        policy: RetryPolicy,
        remaining: Duration,
        random: Double
    ) -> RetryDecision {
        guard retries < limit, !isPermanent, isFree || isRetryable(error, fields) else { return .giveUp }
        let (delay, isNamed) = delay(error, retries: retries, policy: policy, random: random)
        guard delay < remaining else { return .giveUp }
        if let asked = error.retryAfter, asked > policy.maxServerDelay { return .giveUp }
        return .retry(after: delay, isNamed: isNamed)
    }

    private static func isRetryable(_ error: OpenAIError, _ fields: HTTPFields?) -> Bool {
        if [.quotaExceeded, .contextLengthExceeded, .unsupportedContent].contains(error.code) { return false }
        guard let status = error.status else {
            return error.code == .connection || error.deadline == .connect
        }
        switch fields?.text("x-should-retry") {
        case "true": return true
        case "false": return false
        default: break
        }
        // These statuses mean that the server does not support the request. A retry would not change that.
        if status == 501 || status == 505 { return false }
        return status == 408 || status == 409 || status == 429 || status >= 500
    }

    private static func delay(
        _ error: OpenAIError,
        retries: Int,
        policy: RetryPolicy,
        random: Double
    ) -> (Duration, isNamed: Bool) {
        if let asked = error.retryAfter { return (asked, true) }
        let doubled = policy.initialDelay.bounded * Double(1 << min(retries, 20))
        let backoff = min(doubled, policy.maxDelay.bounded) * (1 - 0.25 * random)
        if error.status == 429, let reset = RetryHeaders.rateLimitReset(error.rateLimits),
            reset <= policy.maxServerDelay
        {
            return (max(reset, backoff), true)
        }
        return (backoff, false)
    }
}
