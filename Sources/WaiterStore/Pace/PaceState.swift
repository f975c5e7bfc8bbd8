internal import Waiter

/// The pace of one server, profile and model, as it is kept between calls.
struct PaceState: Codable, Sendable, Hashable {
    var requests: PaceBucket?
    var tokens: PaceBucket?
    /// Nothing before this time, in milliseconds since 1970: the server has said so.
    var pausedUntil: Int64 = 0
    /// When it was last looked at, in milliseconds since 1970.
    var time: Int64

    init(time: Int64) { self.time = time }

    /// Lets time pass, and sees to what is set. A clock that is set back lets none pass.
    mutating func advance(to now: Int64, _ pace: Pace) {
        let seconds = Double(max(0, now - time)) / 1000
        // A pause that a clock set back would make longer than any server asks for is none.
        if pausedUntil - now > 600_000 { pausedUntil = 0 }
        time = now
        Self.limit(&requests, pace.requestsPerMinute)
        Self.limit(&tokens, pace.tokensPerMinute)
        requests?.fill(seconds)
        tokens?.fill(seconds)
    }

    private static func limit(_ bucket: inout PaceBucket?, _ perMinute: Int?) {
        guard let perMinute else { return }
        guard let known = bucket else {
            bucket = PaceBucket(perMinute: perMinute)
            return
        }
        let rate = Double(max(1, perMinute)) / 60
        if known.rate > rate { bucket?.rate = rate }
    }

    /// How long a call with so many tokens has to wait, when others, each with one request, go first.
    func delay(tokens count: Int, after others: Int) -> Double {
        let pause = max(0, Double(pausedUntil - time) / 1000)
        let forRequests = requests.map { $0.delay(for: 1) + Double(others) / $0.rate } ?? 0
        return max(pause, forRequests, tokens?.delay(for: Double(count)) ?? 0)
    }

    mutating func take(tokens count: Int) {
        requests?.level -= 1
        tokens?.level -= Double(count)
    }

    /// Corrects what was taken by what it came to.
    mutating func settle(taken: Int, used: Int) {
        guard let bucket = tokens else { return }
        tokens?.level = min(bucket.capacity, bucket.level + Double(taken) - Double(used))
    }

    /// Gives back what was taken by a call that was not sent.
    mutating func giveBack(tokens count: Int) {
        if let bucket = requests { requests?.level = min(bucket.capacity, bucket.level + 1) }
        settle(taken: count, used: 0)
    }

    // MARK: Learning

    mutating func learn(_ limits: RateLimits, _ pace: Pace) {
        Self.learn(limits.requests, &requests, pace.requestsPerMinute)
        Self.learn(limits.tokens, &tokens, pace.tokensPerMinute)
    }

    /// What is left limits what there is; how much comes back in a second shows in the time until all is back.
    private static func learn(
        _ allowance: RateLimits.Allowance,
        _ bucket: inout PaceBucket?,
        _ perMinute: Int?
    ) {
        guard let limit = allowance.limit, limit > 0 else { return }
        var rate = Double(limit) / 60
        if let remaining = allowance.remaining, remaining < limit, let reset = allowance.reset {
            let seconds = reset / .seconds(1)
            // Servers round: of a moment nothing can be told.
            if seconds >= 1 { rate = min(rate, Double(limit - max(0, remaining)) / seconds) }
        }
        if let perMinute { rate = min(rate, Double(max(1, perMinute)) / 60) }
        var learned = bucket ?? PaceBucket(perMinute: limit)
        learned.rate = max(rate, 1e-6)
        learned.level = min(learned.level, learned.capacity, Double(allowance.remaining ?? limit))
        bucket = learned
    }
}
