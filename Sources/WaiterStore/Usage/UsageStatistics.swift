/// Statistics that usage sums do not include: errors, latencies, and use of the provider's cache.
package struct UsageStatistics: Sendable, Hashable {
    /// The number of attempts that ended with an error.
    package struct ErrorCount: Sendable, Hashable {
        /// The error's code, or the status of an attempt without one.
        package var code: String
        package var count: Int
    }

    /// Percentiles of a duration.
    package struct Latency: Sendable, Hashable {
        /// The number of attempts.
        package var count: Int
        package var p50: Duration
        package var p95: Duration
        package var p99: Duration

        /// Computes the percentiles of microseconds by the nearest-rank method. Returns `nil` if there are no values.
        ///
        /// The values are reordered, because sorting all of them would take several times as long.
        init?(selectingFrom values: inout [Int64]) {
            guard !values.isEmpty else { return nil }
            count = values.count
            var start = 0
            func percentile(_ percent: Int) -> Duration {
                // Values of higher rank come after those of lower rank.
                let rank = max(0, (values.count * percent + 99) / 100 - 1)
                defer { start = rank }
                return .microseconds(Selection.select(rank, from: &values, startingAt: start))
            }
            (p50, p95, p99) = (percentile(50), percentile(95), percentile(99))
        }
    }

    /// Cached tokens of calls that have the same price.
    package struct CacheUse: Sendable, Hashable {
        package var model: String
        package var servedModel: String
        package var tier: String?
        /// Whether the cost of the calls is unknown.
        package var isUnknown: Bool
        /// Whether the cost of the calls is an estimate.
        package var isEstimated: Bool
        /// An upper bound on the input tokens of a call, which determines whether long-context prices apply.
        package var input: Int
        package var cached: Int
        package var written: Int
    }

    /// The errors, most frequent first.
    package var errors: [ErrorCount] = []
    /// The time to the first token of complete streams.
    package var firstToken: Latency?
    /// The duration of complete attempts.
    package var duration: Latency?
    package var cacheUses: [CacheUse] = []

    package init() {}
}
