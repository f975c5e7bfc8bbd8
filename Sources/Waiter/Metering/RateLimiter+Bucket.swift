extension RateLimiter {
    /// A token bucket that refills over time. The level can become negative, in which case later calls wait until the
    /// bucket has refilled.
    package struct Bucket: Codable, Sendable, Hashable {
        /// The refill rate per second.
        package var rate: Double
        /// The available amount, which can be negative after a large call.
        package var level: Double

        /// The capacity, which equals the amount added in one second and is never less than 1. With a larger capacity,
        /// a burst of calls would exceed the per-minute limit.
        package var capacity: Double { max(1, rate) }

        package init(perMinute: Int, shares: Int = 1) {
            rate = Double(max(1, perMinute)) / 60 / Double(shares)
            level = max(1, rate)
        }

        mutating func fill(_ seconds: Double) {
            level = min(capacity, level + rate * max(0, seconds))
        }

        /// Returns the number of seconds until an amount can be taken, or 0 if it is available now.
        ///
        /// An amount that exceeds the capacity can be taken from a full bucket.
        func delay(for amount: Double) -> Double {
            max(0, (min(amount, capacity) - level) / rate)
        }
    }
}
