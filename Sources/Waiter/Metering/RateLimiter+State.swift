internal import WaiterPlatform

extension RateLimiter {
    /// The state of the limits for one server, profile and model: a state machine without a clock or queue.
    package struct State: Codable, Sendable, Hashable {
        package var requests: Bucket?
        package var tokens: Bucket?
        /// The time until which no call starts because the server requested a pause, in milliseconds.
        package var pausedUntil: Int64 = 0
        /// The time of the last change, in milliseconds since an arbitrary epoch.
        package var time: Int64

        /// The maximum pause in milliseconds; longer ones are reduced to it.
        private static let longestPause: Int64 = 600_000

        package init(time: Int64) { self.time = time }

        /// Refills the buckets for the elapsed time and applies the limits; a clock that was set back adds nothing.
        package mutating func advance(to now: Int64, _ limits: Limits) {
            let seconds = Double(max(0, now - time)) / 1000
            // A longer pause can only result from a clock that was set back.
            if pausedUntil - now > Self.longestPause { pausedUntil = 0 }
            time = now
            Self.limit(&requests, limits.requestsPerMinute, limits)
            Self.limit(&tokens, limits.tokensPerMinute, limits)
            requests?.fill(seconds)
            tokens?.fill(seconds)
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

        /// Changes the rates when the number of processes that share the limits has changed.
        mutating func scale(by factor: Double) {
            requests?.rate *= factor
            tokens?.rate *= factor
        }

        /// Returns the number of seconds that a call must wait behind others in the queue, each with one request.
        package func delay(tokens count: Int, after others: Int) -> Double {
            let pause = max(0, Double(pausedUntil - time) / 1000)
            let forRequests = requests.map { $0.delay(for: 1) + Double(others) / $0.rate } ?? 0
            return max(pause, forRequests, tokens?.delay(for: Double(count)) ?? 0)
        }

        package mutating func take(tokens count: Int) {
            requests?.level -= 1
            tokens?.level -= Double(count)
        }

        /// Corrects the reserved amounts after an attempt, and updates the limits from its response.
        ///
        /// - Parameters:
        ///   - outcome: The outcome of the attempt.
        ///   - taken: The tokens reserved for the attempt.
        ///   - used: The tokens used by the attempt; `nil` if unknown.
        ///   - limits: The configured limits.
        package mutating func settle(_ outcome: AttemptOutcome, taken: Int, used: Int?, _ limits: Limits) {
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

        package mutating func correct(taken: Int, used: Int) {
            guard let bucket = tokens else { return }
            tokens?.level = min(bucket.capacity, bucket.level + Double(taken) - Double(used))
        }

        private mutating func giveBack(tokens count: Int) {
            if let bucket = requests { requests?.level = min(bucket.capacity, bucket.level + 1) }
            correct(taken: count, used: 0)
        }

        // MARK: Learning

        package mutating func learn(_ reported: RateLimits, _ limits: Limits) {
            Self.learn(reported.requests, &requests, limits.requestsPerMinute, limits.shares)
            Self.learn(reported.tokens, &tokens, limits.tokensPerMinute, limits.shares)
        }

        /// Updates a bucket from reported limits: the remaining amount caps the level, and the reset time determines
        /// the rate.
        private static func learn(
            _ allowance: RateLimits.Allowance,
            _ bucket: inout Bucket?,
            _ perMinute: Int?,
            _ shares: Int
        ) {
            guard let limit = allowance.limit, limit > 0 else { return }
            var rate = Double(limit) / 60
            if let remaining = allowance.remaining, remaining < limit, let reset = allowance.reset {
                let seconds = reset / .seconds(1)
                // Servers round times, so those below a second are not precise enough.
                if seconds >= 1 { rate = min(rate, Double(limit - max(0, remaining)) / seconds) }
            }
            if let perMinute { rate = min(rate, Double(max(1, perMinute)) / 60) }
            var learned = bucket ?? Bucket(perMinute: limit, shares: shares)
            learned.rate = max(rate / Double(shares), 1e-6)
            learned.level = min(learned.level, learned.capacity, Double(allowance.remaining ?? limit))
            bucket = learned
        }
    }
}
