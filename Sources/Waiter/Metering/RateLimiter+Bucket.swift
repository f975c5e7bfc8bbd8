extension RateLimiter {
    /// A token bucket: it fills with time, and what was taken in excess is paid back by waiting.
    package struct Bucket: Codable, Sendable, Hashable {
        /// The amount that comes back in a second.
        package var rate: Double
        /// The available amount; negative after a large call.
        package var level: Double

        /// A second's worth, and one at least: more at once would be more in a minute than is allowed.
        package var capacity: Double { max(1, rate) }

        package init(perMinute: Int) {
            rate = Double(max(1, perMinute)) / 60
            level = max(1, rate)
        }

        mutating func fill(_ seconds: Double) {
            level = min(capacity, level + rate * max(0, seconds))
        }

        /// The seconds until an amount can be taken; 0 when it can be taken now. An amount beyond the capacity can be taken
        /// from a full bucket.
        func delay(for amount: Double) -> Double {
            max(0, (min(amount, capacity) - level) / rate)
        }
    }
}
