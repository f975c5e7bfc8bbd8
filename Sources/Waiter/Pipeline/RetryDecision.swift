package import HTTPTypes
internal import WaiterPlatform

/// Whether and after which delay a failed attempt is repeated.
package enum RetryDecision: Hashable, Sendable {
    case giveUp
    /// - Parameter isNamed: Whether the server itself named the delay, so that it takes nothing from the retry quota.
    case retry(after: Duration, isNamed: Bool)

    /// - Parameters:
    ///   - isPermanent: Whether another attempt would fail in the same way.
    ///   - isFree: Whether the call is free to repeat, and no answer came that would be worth anything.
    ///   - retries: How many retries were made already.
    ///   - limit: The most retries of this call.
    ///   - remaining: What is left of the total deadline.
    ///   - random: Between 0 and 1, for the jitter.
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
        // What is not implemented now is not in a second either.
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
