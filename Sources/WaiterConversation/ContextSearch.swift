/// A search for the smallest number of blocks to omit. The search is designed to count tokens as few times as
/// possible.
///
/// Omitting more messages never increases the token count, so a binary search would work. However, a search that
/// uses estimates based on the lengths of the messages needs fewer counts. Two or three counts are usually enough.
/// After several misses, the search falls back to bisection.
struct ContextSearch {
    /// The total length of the first n blocks, for each n from zero to the number of blocks.
    private let weights: [Int]
    private let limit: Int
    /// The number of tokens per byte, estimated from the first count.
    private var density: Double
    /// The most recent count.
    private var last: (dropped: Int, tokens: Int)
    private var low: Int
    private var high: Int
    private var probes = 0
    private var isFound = false

    /// Creates a search.
    ///
    /// - Parameters:
    ///   - blocks: The blocks that can be omitted, oldest first.
    ///   - least: The minimum number of blocks to omit.
    ///   - limit: The maximum number of tokens.
    ///   - whole: The number of tokens if nothing is omitted.
    ///   - weight: The approximate length of all messages.
    init(_ blocks: [ContextPlan.Block], atLeast least: Int, limit: Int, whole: Int, weight: Int) {
        weights = blocks.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.weight) }
        self.limit = limit
        density = Double(whole) / Double(max(1, weight))
        last = (0, whole)
        low = min(least, blocks.count)
        high = blocks.count
    }

    /// The number of blocks to omit for the next count, or `nil` if the search is complete.
    var next: Int? {
        if low == high { return isFound ? nil : high }
        guard probes < 6 else { return low + (high - low) / 2 }
        let excess = Double(last.tokens - limit) / density
        let wanted = Double(weights[last.dropped]) + excess
        let guess = weights.firstIndex { Double($0) >= wanted } ?? high
        return min(max(guess, low), high - 1)
    }

    /// Records a token count.
    ///
    /// - Returns: Whether the messages fit.
    mutating func note(_ tokens: Int, without dropped: Int) -> Bool {
        probes += 1
        last = (dropped, tokens)
        guard tokens <= limit else {
            low = min(dropped + 1, high)
            // Nothing more can be omitted, so there is no solution.
            if dropped == high { isFound = true }
            return false
        }
        (high, isFound) = (dropped, true)
        return true
    }
}
