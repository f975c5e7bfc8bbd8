/// Computes statistics for attempts in a single pass over their rows.
struct StatisticsCounter {
    /// The columns that `add` reads. They follow the columns of `AttemptUsage.Reader`.
    static let columns = "error, duration, first_token, cache_written, model, served_model, tier"
    /// The index of the first column after those that `add` reads.
    static let end = AttemptUsage.Reader.end + 7

    /// The attributes of a call that determine the price of its cached tokens. Texts are represented by their numbers
    /// in `models`, `servedModels` and `tiers`.
    private struct Price: Hashable {
        var model: Int
        var servedModel: Int
        /// The number of the service tier, or -1 if there is no service tier.
        var tier: Int
        var costKind: Int
        /// The number of input tokens in thousands, rounded up. The thresholds for long-context prices are multiples of
        /// 1,000 tokens.
        var thousands: Int64
    }

    private var (models, servedModels, tiers) = (TextNumbering(), TextNumbering(), TextNumbering())
    private var errors: [String: Int] = [:]
    private var durations: [Int64] = []
    private var firstTokens: [Int64] = []
    private var cacheUses: [Price: (cached: Int64, written: Int64)] = [:]

    /// Adds an attempt that has ended.
    mutating func add(_ row: SQLiteArguments, _ usage: AttemptUsage) {
        let first = AttemptUsage.Reader.end
        if usage.status == AttemptUsage.Reader.complete {
            if let duration = row.optionalInteger(first + 1) { durations.append(duration) }
            if let firstToken = row.optionalInteger(first + 2) { firstTokens.append(firstToken) }
        } else {
            errors[row.optionalText(first) ?? row.text(0), default: 0] += 1
        }
        let (cached, written) = (Int64(max(0, usage.sum.cached)), max(0, row.integer(first + 3)))
        guard cached > 0 || written > 0, usage.costKind != AttemptUsage.Reader.free else { return }
        let price = Price(
            model: models.number(of: first + 4, in: row),
            servedModel: servedModels.number(of: first + 5, in: row),
            tier: row.isNull(first + 6) ? -1 : tiers.number(of: first + 6, in: row),
            costKind: usage.costKind,
            thousands: (Int64(max(usage.sum.input, 1)) - 1) / 1000 + 1
        )
        Self.add((cached, written), to: &cacheUses[price, default: (0, 0)])
    }

    private static func add(_ tokens: (cached: Int64, written: Int64), to use: inout (cached: Int64, written: Int64)) {
        use.cached = SaturatingSum.of(use.cached, tokens.cached)
        use.written = SaturatingSum.of(use.written, tokens.written)
    }

    /// Returns the statistics. This method reorders the collected durations.
    mutating func statistics() -> UsageStatistics {
        var statistics = UsageStatistics()
        statistics.errors = errors.map { UsageStatistics.ErrorCount(code: $0.key, count: $0.value) }
            .sorted { ($1.count, $0.code) < ($0.count, $1.code) }
        statistics.duration = UsageStatistics.Latency(selectingFrom: &durations)
        statistics.firstToken = UsageStatistics.Latency(selectingFrom: &firstTokens)
        statistics.cacheUses = cacheUses.map { price, use in
            let (input, overflow) = price.thousands.multipliedReportingOverflow(by: 1000)
            return UsageStatistics.CacheUse(
                model: models[price.model],
                servedModel: servedModels[price.servedModel],
                tier: price.tier < 0 ? nil : tiers[price.tier],
                isUnknown: price.costKind == AttemptUsage.Reader.unknown,
                isEstimated: price.costKind == AttemptUsage.Reader.estimated,
                input: overflow ? .max : Int(clamping: input),
                cached: Int(clamping: use.cached),
                written: Int(clamping: use.written)
            )
        }
        return statistics
    }
}
