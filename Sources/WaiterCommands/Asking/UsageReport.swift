package import Waiter
internal import WaiterConversation
package import WaiterModels
internal import WaiterPlatform
internal import WaiterStore
internal import WaiterTerminal

/// The report that `-u` prints after an answer: tokens, timing and cost.
package struct UsageReport: Sendable {
    package var usage: CompletionUsage?
    /// The time from the start of the call to the first text.
    package var firstText: Duration?
    /// The time from the start of the call to its end.
    package var total: Duration
    /// The cost of the call, or `nil` to omit the cost from the report.
    package var cost: Cost?
    /// The reason the tokens were counted locally, or `nil` if the server reported them.
    package var estimateReason: String?
    /// The cost that the server reported, or `nil` if it reported no cost.
    package var reportedCost: Dollars?
    /// The reason the cost is an estimate even though the server reported the quantities, or `nil` if the cost is
    /// exact.
    package var priceRemark: String?
    /// The quantity billed instead of tokens, such as `audio: 9 s`, or `nil` for calls billed by the token.
    package var quantity: String?

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

    /// Creates the report for a call that ends now.
    ///
    /// - Parameters:
    ///   - bill: The bill for the last attempt, or `nil` if no attempt reached a server.
    ///   - stopwatch: The stopwatch that times the call.
    init(_ bill: AttemptBill?, _ stopwatch: Stopwatch) {
        self.init(
            usage: bill?.usage,
            firstText: stopwatch.firstText,
            total: stopwatch.elapsed,
            cost: bill?.cost,
            estimateReason: bill?.estimateReason
        )
        reportedCost = bill?.reportedCost
        if let bill, bill.tokens != .estimated, bill.costKind == .estimated { priceRemark = bill.remark }
        quantity = usage == nil ? bill?.cost.lines.lazy.compactMap(\.quantityInWords).first : nil
    }

    /// The prefix of locally counted numbers.
    private var mark: String { estimateReason == nil ? "" : "~" }

    /// The report as a single line.
    ///
    /// Unknown values are shown as `?`, and locally counted values are prefixed with `~`.
    package var text: String {
        var parts: [String] = []
        if let usage {
            var input = "\(mark)\(usage.promptTokens) in"
            if let cached = usage.promptTokensDetails?.cachedTokens, cached > 0 { input += " (\(cached) cached)" }
            var output = "\(mark)\(usage.completionTokens) out"
            if let reasoning = usage.completionTokensDetails?.reasoningTokens, reasoning > 0 {
                output += " (\(reasoning) reasoning)"
            }
            let why = estimateReason.map { " (counted locally: \($0))" } ?? ""
            parts.append("tokens: \(input), \(output)\(why)")
        } else {
            parts.append(quantity ?? "tokens: ? (not reported by the server)")
        }
        if let firstText { parts.append("first text after \(firstText.shortText)") }
        parts.append("total \(total.shortText)")
        if let rate { parts.append("\(mark)\(rate) tokens/s") }
        if let cost { parts.append("cost \(words(cost))") }
        return TerminalText.line(parts.joined(separator: ", "))
    }

    /// Returns the exact cost, or `?` with the reason if the cost is unknown.
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
        if let bound = cost.lowerBoundRemark { return bound }
        // The start of the line already states that the server reported no usage.
        guard let doubt = cost.unknownReasons.first, doubt.code != .usageMissing else { return "?" }
        return "? (\(doubt))"
    }

    /// If the cost is based on the prices of a model other than the requested one, returns a note that names that
    /// model. Otherwise, returns an empty string.
    private static func prices(_ basis: Cost.Basis?) -> String {
        guard let basis, basis.usesServed, basis.relation == .other, let entry = basis.entry else { return "" }
        return " at \(entry) prices"
    }

    /// The output rate in tokens per second, measured from the first text. Reasoning, which precedes the text, is
    /// excluded.
    private var rate: String? {
        guard let usage, usage.completionTokens > 1 else { return nil }
        let reasoning = firstText == nil ? 0 : usage.completionTokensDetails?.reasoningTokens ?? 0
        let seconds = (total - (firstText ?? .zero)) / .seconds(1)
        // A server can report any number.
        let (tokens, overflow) = usage.completionTokens.subtractingReportingOverflow(max(0, reasoning))
        guard !overflow, tokens > 1, tokens < 1_000_000_000, seconds > 0.01 else { return nil }
        let tenths = Int((Double(tokens - 1) / seconds * 10).rounded())
        return tenths >= 1000 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}

extension Cost.Line {
    /// The quantity that is billed instead of tokens, or `nil` for other kinds of cost.
    var quantityInWords: String? {
        switch kind {
        case .audioSecond: "audio: \(quantity) s"
        case .character: "characters: \(quantity)"
        case .image: "images: \(quantity)"
        default: nil
        }
    }
}

extension AttemptBill {
    /// The reason the tokens were counted locally, or `nil` if the server reported them.
    fileprivate var estimateReason: String? {
        guard tokens == .estimated else { return nil }
        return costKind == .free ? "not reported by the server" : remark ?? "not reported by the server"
    }
}
