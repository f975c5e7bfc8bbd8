package import Waiter

/// What `-u` says after an answer: tokens, times and the cost.
package struct UsageReport: Sendable {
    package var usage: CompletionUsage?
    /// From the call until the first text.
    package var firstText: Duration?
    /// From the call until the end.
    package var total: Duration
    /// What it has cost, in words; nil to leave it out.
    package var cost: String?

    package init(usage: CompletionUsage?, firstText: Duration?, total: Duration, cost: String? = nil) {
        self.usage = usage
        self.firstText = firstText
        self.total = total
        self.cost = cost
    }

    /// One line; what the server did not tell is `?`.
    package var text: String {
        var parts: [String] = []
        if let usage {
            var input = "\(usage.promptTokens) in"
            if let cached = usage.promptTokensDetails?.cachedTokens, cached > 0 { input += " (\(cached) cached)" }
            var output = "\(usage.completionTokens) out"
            if let reasoning = usage.completionTokensDetails?.reasoningTokens, reasoning > 0 {
                output += " (\(reasoning) reasoning)"
            }
            parts.append("tokens: \(input), \(output)")
        } else {
            parts.append("tokens: ? (the server does not say)")
        }
        if let firstText { parts.append("first text after \(firstText.inWords)") }
        parts.append("in all \(total.inWords)")
        if let rate { parts.append("\(rate) tokens/s") }
        if let cost { parts.append("cost \(cost)") }
        return parts.joined(separator: ", ")
    }

    /// Counted from the first text, since what comes before is not writing.
    private var rate: String? {
        guard let usage, usage.completionTokens > 1 else { return nil }
        let seconds = (total - (firstText ?? .zero)) / .seconds(1)
        guard seconds > 0.01 else { return nil }
        let tenths = Int((Double(usage.completionTokens - 1) / seconds * 10).rounded())
        return tenths >= 1000 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}
