/// Statistics that are not part of a `UsageSum`: errors, latencies, and use of the provider's cache.
package struct UsageStatistics: Sendable, Hashable {
    /// The number of attempts that ended with the same error.
    package struct ErrorCount: Sendable, Hashable {
        /// The error code, or the status of the attempts if they have no error code.
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

        /// Computes the percentiles of values in microseconds using the nearest-rank method. Returns `nil` if there are
        /// no values.
        ///
        /// The values are reordered only partially, because sorting all values would take several times as long.
        init?(selectingFrom values: inout [Int64]) {
            guard !values.isEmpty else { return nil }
            count = values.count
            var start = 0
            func percentile(_ percent: Int) -> Duration {
                // All values after the previous percentile have a higher rank, so the next selection starts there.
                let rank = max(0, (values.count * percent + 99) / 100 - 1)
                defer { start = rank }
                return .microseconds(Selection.select(rank, from: &values, startingAt: start))
            }
            (p50, p95, p99) = (percentile(50), percentile(95), percentile(99))
        }
    }

    /// The cached tokens of calls that are billed at the same rates.
    package struct CacheUse: Sendable, Hashable {
        package var model: String
        package var servedModel: String
        package var tier: String?
        /// Whether the cost of the calls is unknown.
        package var isUnknown: Bool
        /// Whether the cost of the calls is an estimate.
        package var isEstimated: Bool
        /// An upper bound on the number of input tokens of a call. It determines whether long-context prices apply.
        package var input: Int
        package var cached: Int
        package var written: Int
    }

    /// The errors, most frequent first.
    package var errors: [ErrorCount] = []
    /// The percentiles of the time to the first token, for complete streams.
    package var firstToken: Latency?
    /// The percentiles of the duration, for complete attempts.
    package var duration: Latency?
    package var cacheUses: [CacheUse] = []

    package init() {}
}
