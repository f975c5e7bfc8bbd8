public import Waiter

extension CompletionUsage {
    /// The inconsistencies in these counts. The array is empty if the counts agree.
    ///
    /// The counts are not corrected. Use `isHarmless` to decide how to handle an anomaly.
    public var anomalies: [Cost.UsageAnomaly] { isConsistent ? [] : foundAnomalies }

    /// The inconsistencies that are found by comparing all counts.
    var foundAnomalies: [Cost.UsageAnomaly] {
        let negative = counts.filter { $0.1 < 0 }.map { Cost.UsageAnomaly(.negative, $0.0) }
        if !negative.isEmpty { return negative }
        let (sum, overflow) = promptTokens.addingReportingOverflow(completionTokens)
        if overflow { return [Cost.UsageAnomaly(.overflow, "total_tokens")] }
        var found: [Cost.UsageAnomaly] = []
        if promptTokens == 0 { found.append(Cost.UsageAnomaly(.noInput, "prompt_tokens")) }
        if let anomaly = anomalyOfTotal(sum) { found.append(anomaly) }
        return found + excesses
    }

    /// Returns the anomalies. If the response had output, an output count of zero is also an anomaly.
    package func anomalies(besideOutput hasOutput: Bool) -> [Cost.UsageAnomaly] {
        guard completionTokens == 0, hasOutput else { return anomalies }
        return anomalies + [Cost.UsageAnomaly(.noOutput, "completion_tokens")]
    }

    /// The number of output tokens, plus the reasoning tokens that are included only in the total.
    var wholeOutput: Int {
        let (sum, overflow) = promptTokens.addingReportingOverflow(completionTokens)
        let isBeside = !overflow && anomalyOfTotal(sum)?.code == .reasoningBeside
        return isBeside ? totalTokens - promptTokens : completionTokens
    }

    private func anomalyOfTotal(_ sum: Int) -> Cost.UsageAnomaly? {
        if totalTokens == sum { return nil }
        if totalTokens == 0 { return Cost.UsageAnomaly(.totalMissing, "total_tokens") }
        let reasoning = completionTokensDetails?.reasoningTokens ?? 0
        if totalTokens > sum, totalTokens - sum == reasoning {
            return Cost.UsageAnomaly(.reasoningBeside, "completion_tokens_details.reasoning_tokens")
        }
        return Cost.UsageAnomaly(.totalDiffers, "total_tokens")
    }

    /// The anomalies for parts that exceed the whole. The sum of parts that do not overlap must not exceed the whole
    /// either.
    private var excesses: [Cost.UsageAnomaly] {
        let (input, output) = (promptTokensDetails, completionTokensDetails)
        let (of, from) = ("prompt_tokens_details", "completion_tokens_details")
        let shares: [(String, Int, [Int?])] = [
            ("\(of).cached_tokens", promptTokens, [input?.cachedTokens]),
            ("\(of).cache_write_tokens", promptTokens, [input?.cachedTokens, input?.cacheWriteTokens]),
            ("\(of).audio_tokens", promptTokens, [input?.audioTokens]),
            ("\(of).image_tokens", promptTokens, [input?.audioTokens, input?.imageTokens]),
            ("\(of).text_tokens", promptTokens, [input?.audioTokens, input?.imageTokens, input?.textTokens]),
            ("\(from).reasoning_tokens", wholeOutput, [output?.reasoningTokens]),
            ("\(from).audio_tokens", wholeOutput, [output?.reasoningTokens, output?.audioTokens]),
            ("\(from).image_tokens", wholeOutput, [output?.reasoningTokens, output?.audioTokens, output?.imageTokens]),
            ("\(from).text_tokens", wholeOutput, [output?.audioTokens, output?.imageTokens, output?.textTokens]),
            (
                "\(from).rejected_prediction_tokens", wholeOutput,
                [output?.acceptedPredictionTokens, output?.rejectedPredictionTokens]
            ),
        ]
        return shares.compactMap { field, whole, parts in
            // A count that is absent or zero cannot be too large.
            guard parts.last??.signum() == 1 else { return nil }
            var room = whole
            for part in parts {
                guard let part else { continue }
                guard part <= room else { return Cost.UsageAnomaly(.exceeds, field) }
                room -= part
            }
            return nil
        }
    }

    /// Whether the counts agree. This is the fast path, because the counts of nearly every answer agree.
    private var isConsistent: Bool {
        let (input, output) = (promptTokensDetails, completionTokensDetails)
        guard promptTokens > 0, completionTokens >= 0, totalTokens >= 0 else { return false }
        let (sum, overflow) = promptTokens.addingReportingOverflow(completionTokens)
        guard !overflow, totalTokens == sum else { return false }
        return Self.fits(promptTokens, input?.cachedTokens, input?.cacheWriteTokens)
            && Self.fits(promptTokens, input?.audioTokens, input?.imageTokens, input?.textTokens)
            && Self.fits(completionTokens, output?.reasoningTokens, output?.audioTokens, output?.imageTokens)
            && Self.fits(completionTokens, output?.audioTokens, output?.imageTokens, output?.textTokens)
            && Self.fits(completionTokens, output?.acceptedPredictionTokens, output?.rejectedPredictionTokens)
    }

    /// Returns whether no part is negative and the sum of the parts does not exceed the whole.
    private static func fits(_ whole: Int, _ first: Int?, _ second: Int?, _ third: Int? = nil) -> Bool {
        let (first, second, third) = (first ?? 0, second ?? 0, third ?? 0)
        guard first >= 0, second >= 0, third >= 0, first <= whole, second <= whole - first else { return false }
        return third <= whole - first - second
    }

    private var counts: [(String, Int)] {
        let (input, output) = (promptTokensDetails, completionTokensDetails)
        let all: [(String, Int?)] = [
            ("prompt_tokens", promptTokens), ("completion_tokens", completionTokens), ("total_tokens", totalTokens),
            ("prompt_tokens_details.cached_tokens", input?.cachedTokens),
            ("prompt_tokens_details.cache_write_tokens", input?.cacheWriteTokens),
            ("prompt_tokens_details.audio_tokens", input?.audioTokens),
            ("prompt_tokens_details.image_tokens", input?.imageTokens),
            ("prompt_tokens_details.text_tokens", input?.textTokens),
            ("completion_tokens_details.reasoning_tokens", output?.reasoningTokens),
            ("completion_tokens_details.audio_tokens", output?.audioTokens),
            ("completion_tokens_details.image_tokens", output?.imageTokens),
            ("completion_tokens_details.text_tokens", output?.textTokens),
            ("completion_tokens_details.accepted_prediction_tokens", output?.acceptedPredictionTokens),
            ("completion_tokens_details.rejected_prediction_tokens", output?.rejectedPredictionTokens),
        ]
        return all.compactMap { name, count in count.map { (name, $0) } }
    }
}
