internal import WaiterPlatform

extension RateLimiter {
    /// The state of the limits for one server, profile and model. This type is a state machine. The caller supplies the
    /// current time and manages the queue.
    package struct State: Codable, Sendable, Hashable {
        package var requests: Bucket?
        /// The bucket for the sum of input and output tokens.
        package var tokens: Bucket?
        /// The bucket for input tokens, or `nil` in a state that was stored before input tokens had a separate limit.
        package var inputTokens: Bucket?
        /// The bucket for output tokens, or `nil` in a state that was stored before output tokens had a separate limit.
        package var outputTokens: Bucket?
        /// The time, in milliseconds, until which calls are delayed because the server requested a pause.
        package var pausedUntil: Int64 = 0
        /// The time of the last change, in milliseconds since an arbitrary epoch.
        package var time: Int64

        /// The maximum pause in milliseconds. If a server requests a longer pause, this value is used instead.
        private static let longestPause: Int64 = 600_000

        package init(time: Int64) { self.time = time }

        /// Refills the buckets for the elapsed time and applies the limits. If the clock was set back, the buckets are
        /// not refilled.
        package mutating func advance(to now: Int64, _ limits: Limits) {
            let seconds = Double(max(0, now - time)) / 1000
            // A longer pause can only result from a clock that was set back.
            if pausedUntil - now > Self.longestPause { pausedUntil = 0 }
            time = now
            Self.limit(&requests, limits.requestsPerMinute, limits)
            Self.limit(&tokens, limits.tokensPerMinute, limits)
            Self.limit(&inputTokens, limits.inputTokensPerMinute, limits)
            Self.limit(&outputTokens, limits.outputTokensPerMinute, limits)
            requests?.fill(seconds)
            tokens?.fill(seconds)
            inputTokens?.fill(seconds)
            outputTokens?.fill(seconds)
        }

        private static func limit(_ bucket: inout Bucket?, _ perMinute: Int?, _ limits: Limits) {
            guard let perMinute else { return }
            guard let known = bucket else {
                bucket = Bucket(perMinute: perMinute, shares: limits.shares)
                return
            }
            let rate = Double(max(1, perMinute)) / 60 / Double(limits.shares)
            if known.rate > rate { bucket?.rate = rate }
        }

        /// Adjusts the rates after a change in the number of processes that share the limits.
        mutating func scale(by factor: Double) {
            requests?.rate *= factor
            tokens?.rate *= factor
            inputTokens?.rate *= factor
            outputTokens?.rate *= factor
        }

        /// Returns the number of seconds that a call must wait. Each call ahead of it in the queue counts as one
        /// request.
        package func delay(tokens count: Tokens, after others: Int) -> Double {
            let pause = max(0, Double(pausedUntil - time) / 1000)
            let forRequests = requests.map { $0.delay(for: 1) + Double(others) / $0.rate } ?? 0
            return max(
                pause,
                forRequests,
                tokens?.delay(for: Double(count.total)) ?? 0,
                inputTokens?.delay(for: Double(count.input)) ?? 0,
                // The output length may be unknown and reported as 0. Requiring at least one token makes the call wait
                // until the bucket has recovered from earlier output.
                outputTokens?.delay(for: Double(max(1, count.output))) ?? 0
            )
        }

        package mutating func take(tokens count: Tokens) {
            requests?.level -= 1
            tokens?.level -= Double(count.total)
            inputTokens?.level -= Double(count.input)
            outputTokens?.level -= Double(count.output)
        }

        /// Corrects the reserved amounts after an attempt and updates the limits from the response.
        ///
        /// - Parameters:
        ///   - outcome: The outcome of the attempt.
        ///   - taken: The tokens reserved for the attempt.
        ///   - used: The tokens used by the attempt, or `nil` if the number is unknown.
        ///   - limits: The configured limits.
        package mutating func settle(_ outcome: AttemptOutcome, taken: Tokens, used: Tokens?, _ limits: Limits) {
            if outcome.status == .unsent {
                giveBack(tokens: taken)
            } else {
                correct(taken: taken, used: used ?? taken)
            }
            guard limits.learns else { return }
            if let reported = outcome.rateLimits { learn(reported, limits) }
            if outcome.httpStatus == 429, let wait = outcome.error?.retryAfter {
                pausedUntil = max(pausedUntil, time + min(wait.milliseconds, Self.longestPause))
            }
        }

        package mutating func correct(taken: Tokens, used: Tokens) {
            Self.add(Double(taken.total) - Double(used.total), to: &tokens)
            Self.add(Double(taken.input) - Double(used.input), to: &inputTokens)
            Self.add(Double(taken.output) - Double(used.output), to: &outputTokens)
        }

        private mutating func giveBack(tokens count: Tokens) {
            Self.add(1, to: &requests)
            correct(taken: count, used: Tokens(input: 0))
        }

        private static func add(_ amount: Double, to bucket: inout Bucket?) {
            guard let known = bucket else { return }
            bucket?.level = min(known.capacity, known.level + amount)
        }

        // MARK: Learning

        package mutating func learn(_ reported: RateLimits, _ limits: Limits) {
            Self.learn(reported.requests, &requests, limits.requestsPerMinute, limits.shares)
            Self.learn(reported.tokens, &tokens, limits.tokensPerMinute, limits.shares)
            let (input, output) = (limits.inputTokensPerMinute, limits.outputTokensPerMinute)
            Self.learn(reported.inputTokens, &inputTokens, input, limits.shares, isPerMinute: true)
            Self.learn(reported.outputTokens, &outputTokens, output, limits.shares, isPerMinute: true)
        }

        /// Updates a bucket from reported limits. The remaining amount caps the level, and the reset time determines
        /// the rate.
        ///
        /// A limit on requests or on the sum of tokens can apply per minute or per day. Only the reset time indicates
        /// which of the two periods is used. Separate limits on input and output tokens always apply per minute. If a
        /// server counts input and output tokens in fixed windows, the reset time is the end of the current window.
        /// Such a reset time does not determine the rate.
        private static func learn(
            _ allowance: RateLimits.Allowance,
            _ bucket: inout Bucket?,
            _ perMinute: Int?,
            _ shares: Int,
            isPerMinute: Bool = false
        ) {
            guard let limit = allowance.limit, limit > 0 else { return }
            var rate = Double(limit) / 60
            if let remaining = allowance.remaining, remaining < limit, let reset = allowance.reset {
                let seconds = reset / .seconds(1)
                // Servers round times, so times below a second are not precise enough.
                if seconds >= 1, !isPerMinute || seconds > 61 {
                    rate = min(rate, Double(limit - max(0, remaining)) / seconds)
                }
            }
            if let perMinute { rate = min(rate, Double(max(1, perMinute)) / 60) }
            var learned = bucket ?? Bucket(perMinute: limit, shares: shares)
            learned.rate = max(rate / Double(shares), 1e-6)
            learned.level = min(learned.level, learned.capacity, Double(allowance.remaining ?? limit))
            bucket = learned
        }
    }
}
