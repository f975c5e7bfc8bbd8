/// What may be used of one allowance: it fills with time, and what was used in excess is paid back by waiting.
struct PaceBucket: Codable, Sendable, Hashable {
    /// How much comes back in a second.
    var rate: Double
    /// What there is; less than nothing after a large call.
    var level: Double

    /// A second's worth, and one at least: more at once would be more in a minute than is allowed.
    var capacity: Double { max(1, rate) }

    init(perMinute: Int) {
        rate = Double(max(1, perMinute)) / 60
        level = max(1, rate)
    }

    mutating func fill(_ seconds: Double) {
        level = min(capacity, level + rate * max(0, seconds))
    }

    /// How long it takes until so much may be taken; 0 when it may be now. What is more than all there ever is may be taken
    /// when there is all.
    func delay(for amount: Double) -> Double {
        max(0, (min(amount, capacity) - level) / rate)
    }
}
