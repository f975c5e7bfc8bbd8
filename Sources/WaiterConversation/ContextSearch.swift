/// Looks for the fewest blocks that must be left out, with as few counts as it can.
///
/// Leaving out more never takes more room, so halving would find it. The lengths of the messages tell better where to look:
/// mostly two or three counts are enough, and after some that were not, it does halve.
struct ContextSearch {
    /// The lengths of the first blocks together, from none to all.
    private let weights: [Int]
    private let limit: Int
    /// Tokens for each byte, from what was counted last.
    private var density: Double
    /// What was counted last.
    private var last: (dropped: Int, tokens: Int)
    private var low: Int
    private var high: Int
    private var probes = 0
    private var isFound = false

    /// - Parameters:
    ///   - least: How many must be left out in any case.
    ///   - whole: The tokens with nothing left out.
    init(_ blocks: [ContextPlan.Block], atLeast least: Int, limit: Int, whole: Int, weight: Int) {
        weights = blocks.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.weight) }
        self.limit = limit
        density = Double(whole) / Double(max(1, weight))
        last = (0, whole)
        low = min(least, blocks.count)
        high = blocks.count
    }

    /// How many blocks to leave out for the next count; nil when it is known how many are needed.
    var next: Int? {
        if low == high { return isFound ? nil : high }
        guard probes < 6 else { return low + (high - low) / 2 }
        let excess = Double(last.tokens - limit) / density
        let wanted = Double(weights[last.dropped]) + excess
        let guess = weights.firstIndex { Double($0) >= wanted } ?? high
        return min(max(guess, low), high - 1)
    }

    /// Takes in what a count said.
    ///
    /// - Returns: Whether it fits.
    mutating func note(_ tokens: Int, without dropped: Int) -> Bool {
        probes += 1
        last = (dropped, tokens)
        guard tokens <= limit else {
            low = min(dropped + 1, high)
            // Nothing more can be left out: there is no answer.
            if dropped == high { isFound = true }
            return false
        }
        (high, isFound) = (dropped, true)
        return true
    }
}
