package import Waiter
internal import WaiterConversation
package import WaiterModels
internal import WaiterPlatform
internal import WaiterStore
internal import WaiterTerminal

/// What `-u` says after an answer: tokens, times and the cost.
package struct UsageReport: Sendable {
    package var usage: CompletionUsage?
    /// From the call until the first text.
    package var firstText: Duration?
    /// From the call until the end.
    package var total: Duration
    /// What it has cost; nil to leave it out.
    package var cost: Cost?
    /// Why the tokens were counted here; nil for the server's own numbers.
    package var estimateReason: String?
    /// The price that the server reported; nil when it reported none.
    package var reportedCost: Dollars?
    /// Why the cost of reported tokens is an estimate; nil when it is not.
    package var priceRemark: String?

    package init(
        usage: CompletionUsage?,
        firstText: Duration?,
        total: Duration,
        cost: Cost? = nil,
        estimateReason: String? = nil
    ) {
        self.usage = usage
        self.firstText = firstText
        self.total = total
        self.cost = cost
        self.estimateReason = estimateReason
    }

    /// The report of a call that ends at this moment.
    ///
    /// - Parameter bill: What its last attempt came to; nil when none reached a server.
    init(_ bill: AttemptBill?, _ stopwatch: Stopwatch) {
        self.init(
            usage: bill?.usage,
            firstText: stopwatch.firstText,
            total: stopwatch.elapsed,
            cost: bill?.cost,
            estimateReason: bill?.estimateReason
        )
        reportedCost = bill?.reportedCost
        if let bill, bill.tokens == .told, bill.costKind == .estimated { priceRemark = bill.remark }
    }

    /// Before what was counted here.
    private var mark: String { estimateReason == nil ? "" : "~" }

    /// One line; what nobody knows is `?`, and what was counted here has a `~` before it.
    package var text: String {
        var parts: [String] = []
        if let usage {
            var input = "\(mark)\(usage.promptTokens) in"
            if let cached = usage.promptTokensDetails?.cachedTokens, cached > 0 { input += " (\(cached) cached)" }
            var output = "\(mark)\(usage.completionTokens) out"
            if let reasoning = usage.completionTokensDetails?.reasoningTokens, reasoning > 0 {
                output += " (\(reasoning) reasoning)"
            }
            let why = estimateReason.map { " (counted here: \($0))" } ?? ""
            parts.append("tokens: \(input), \(output)\(why)")
        } else {
            parts.append("tokens: ? (the server does not say)")
        }
        if let firstText { parts.append("first text after \(firstText.inWords)") }
        parts.append("in all \(total.inWords)")
        if let rate { parts.append("\(mark)\(rate) tokens/s") }
        if let cost { parts.append("cost \(words(cost))") }
        return TerminalText.line(parts.joined(separator: ", "))
    }

    /// The exact cost; `?` with the reason where it is not known.
    private func words(_ cost: Cost) -> String {
        if cost.isFree { return "none" }
        if let reportedCost {
            let list = cost.total.flatMap { $0 == reportedCost ? nil : "; list price \($0)" } ?? ""
            return "\(reportedCost) (reported by the server\(list))"
        }
        if let total = cost.total {
            let remark = priceRemark.map { " (\($0))" } ?? ""
            return "\(priceRemark == nil ? mark : "~")\(total)" + Self.prices(cost.basis) + remark
        }
        // That the server told nothing stands at the beginning of the line.
        guard let doubt = cost.unknownReasons.first, doubt.code != .usageMissing else { return "?" }
        return "? (\(doubt))"
    }

    /// Whose prices were taken, where the server has told another model than the one that was asked for.
    private static func prices(_ basis: Cost.Basis?) -> String {
        guard let basis, basis.usesServed, basis.relation == .other, let entry = basis.entry else { return "" }
        return " at the prices of \(entry)"
    }

    /// Counted from the first text, since what comes before is not writing; reasoning comes before.
    private var rate: String? {
        guard let usage, usage.completionTokens > 1 else { return nil }
        let reasoning = firstText == nil ? 0 : usage.completionTokensDetails?.reasoningTokens ?? 0
        let seconds = (total - (firstText ?? .zero)) / .seconds(1)
        // Servers may tell any number.
        let (tokens, overflow) = usage.completionTokens.subtractingReportingOverflow(max(0, reasoning))
        guard !overflow, tokens > 1, tokens < 1_000_000_000, seconds > 0.01 else { return nil }
        let tenths = Int((Double(tokens - 1) / seconds * 10).rounded())
        return tenths >= 1000 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}

extension AttemptBill {
    /// Why the tokens were counted here; nil for the server's own numbers.
    fileprivate var estimateReason: String? {
        guard tokens == .estimated else { return nil }
        return costKind == .free ? "the server does not say" : remark ?? "the server does not say"
    }
}
