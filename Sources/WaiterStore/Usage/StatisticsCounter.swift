/// Computes the statistics of attempts in one pass over their rows.
struct StatisticsCounter {
    /// The columns that `add` reads, in order.
    static let columns = """
        status, error, duration, first_token, cost_kind, cached, cache_written, input, model, served_model, tier
        """

    /// The attributes of a call that determine the price of its cached tokens.
    private struct Price: Hashable {
        var model: String
        var servedModel: String
        var tier: String?
        var costKind: String
        /// The input tokens in thousands, rounded up. Prices of long contexts begin at multiples of 1,000 tokens.
        var thousands: Int64
    }

    private var errors: [String: Int] = [:]
    private var durations: [Int64] = []
    private var firstTokens: [Int64] = []
    private var cacheUses: [Price: (cached: Int64, written: Int64)] = [:]

    /// Adds an attempt that has ended.
    mutating func add(_ row: SQLiteRow) {
        let status = row.text(0)
        if status == "complete" {
            if let duration = row.optionalInteger(2) { durations.append(duration) }
            if let firstToken = row.optionalInteger(3) { firstTokens.append(firstToken) }
        } else {
            errors[row.optionalText(1) ?? status, default: 0] += 1
        }
        let (cached, written) = (max(0, row.integer(5)), max(0, row.integer(6)))
        guard cached > 0 || written > 0 else { return }
        let kind = row.text(4)
        guard kind != "free" else { return }
        let price = Price(
            model: row.text(8),
            servedModel: row.text(9),
            tier: row.optionalText(10),
            costKind: kind,
            thousands: (max(row.integer(7), 1) - 1) / 1000 + 1
        )
        var use = cacheUses[price] ?? (0, 0)
        use.cached = SaturatingSum.of(use.cached, cached)
        use.written = SaturatingSum.of(use.written, written)
        cacheUses[price] = use
    }

    var statistics: UsageStatistics {
        var statistics = UsageStatistics()
        statistics.errors = errors.map { UsageStatistics.ErrorCount(code: $0.key, count: $0.value) }
            .sorted { ($1.count, $0.code) < ($0.count, $1.code) }
        statistics.duration = UsageStatistics.Latency(microseconds: durations)
        statistics.firstToken = UsageStatistics.Latency(microseconds: firstTokens)
        statistics.cacheUses = cacheUses.map { price, use in
            let (input, overflow) = price.thousands.multipliedReportingOverflow(by: 1000)
            return UsageStatistics.CacheUse(
                model: price.model,
                servedModel: price.servedModel,
                tier: price.tier,
                isUnknown: price.costKind == "unknown",
                isEstimated: price.costKind == "estimated",
                input: overflow ? .max : Int(clamping: input),
                cached: Int(clamping: use.cached),
                written: Int(clamping: use.written)
            )
        }
        return statistics
    }
}
