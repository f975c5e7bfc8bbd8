package import HTTPTypes
internal import WaiterPlatform

/// Whether and after which pause a failed attempt is repeated.
package enum RetryDecision: Hashable, Sendable {
    case giveUp
    case retry(after: Duration)

    /// - Parameters:
    ///   - isAfterHead: Whether the body of a successful response failed and the call is free to repeat.
    ///   - retries: How many retries were made already.
    ///   - limit: The most retries of this call.
    ///   - remaining: What is left of the total deadline.
    ///   - random: Between 0 and 1, for the jitter.
    package static func decide(
        _ error: OpenAIError,
        fields: HTTPFields?,
        isAfterHead: Bool = false,
        retries: Int,
        limit: Int,
        policy: RetryPolicy,
        remaining: Duration,
        random: Double
    ) -> RetryDecision {
        guard retries < limit, isAfterHead || isRetryable(error, fields) else { return .giveUp }
        let delay = delay(error, retries: retries, policy: policy, random: random)
        guard delay < remaining else { return .giveUp }
        if let asked = error.retryAfter, asked > policy.maxServerDelay { return .giveUp }
        return .retry(after: delay)
    }

    private static func isRetryable(_ error: OpenAIError, _ fields: HTTPFields?) -> Bool {
        if [.quotaExceeded, .contextLengthExceeded, .unsupportedContent].contains(error.code) { return false }
        guard let status = error.status else {
            return error.code == .connection || error.deadline == .connect
        }
        switch fields?.text("x-should-retry") {
        case "true": return true
        case "false": return false
        default: return status == 408 || status == 409 || status == 429 || status >= 500
        }
    }

    private static func delay(_ error: OpenAIError, retries: Int, policy: RetryPolicy, random: Double) -> Duration {
        if let asked = error.retryAfter { return asked }
        if error.status == 429, let reset = RetryHeaders.rateLimitReset(error.rateLimits),
            reset <= policy.maxServerDelay
        {
            return reset
        }
        let doubled = policy.initialDelay.bounded * Double(1 << min(retries, 20))
        return min(doubled, policy.maxDelay.bounded) * (1 - 0.25 * random)
    }
}
