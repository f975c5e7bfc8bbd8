internal import Waiter
internal import WaiterConversation
internal import WaiterModels
internal import WaiterStore
internal import WaiterTerminal

/// A usage report as a table, a bar chart, or JSON.
struct UsageTable {
    let grouping: UsageGrouping
    /// The start date or time, or `nil` to include all calls.
    let since: String?
    let groups: [UsageGroup]
    /// The total of all calls.
    ///
    /// A call with several tags belongs to several groups, but is counted only once in the total.
    let total: UsageSum
    /// Conversation titles, keyed by ID.
    var titles: [String: String] = [:]

    /// The table, with the total in the last row.
    var text: String {
        let hasTitles = grouping == .conversation
        func start(_ name: String, _ title: String) -> [String] { hasTitles ? [name, title] : [name] }
        var rows = [start(grouping.rawValue, "title") + ["calls", "input", "cached", "output", "cost"]]
        rows += groups.map { group in
            start(name(group), ColumnText.cut(titles[group.name] ?? "", to: 40)) + Self.cells(group.sum)
        }
        if groups.count > 1 { rows.append(start("total", "") + Self.cells(total)) }
        return TextTable.text(rows, leading: hasTitles ? 2 : 1)
    }

    /// Notices about incomplete numbers.
    var notices: [String] {
        var notices: [String] = []
        func calls(_ count: Int) -> String { count == 1 ? "1 call" : "\(count) calls" }
        if total.unknownCalls > 0 { notices.append("\(calls(total.unknownCalls)) with an unknown cost (?)") }
        if total.estimatedCalls > 0 { notices.append("\(calls(total.estimatedCalls)) with an estimated cost (~)") }
        if total.failed > 0 { notices.append("\(calls(total.failed)) failed") }
        return notices
    }

    var json: JSONValue {
        let rows = groups.map { group in
            var members: JSONObject = [grouping.rawValue: .string(group.name)]
            if let title = titles[group.name] { members["title"] = .string(title) }
            return JSONValue.object(members).merging(Self.json(group.sum))
        }
        return [
            "since": since.map { .string($0) } ?? .null, "by": .string(grouping.rawValue), "rows": .array(rows),
            "total": Self.json(total),
        ]
    }

    /// Returns a bar chart of the costs, or of the tokens if there are no costs.
    func bars(width: Int, isUnicode: Bool) -> String {
        let showsCost = total.knownCost > .zero
        let bars = groups.map { group in
            let tokens = Self.tokens(group.sum)
            return BarChart.Bar(
                label: name(group),
                value: showsCost ? Double(group.sum.knownCost.picodollars) : Double(tokens),
                text: showsCost ? Self.cost(group.sum) : "\(tokens) tokens"
            )
        }
        return BarChart(bars: bars, width: width, isUnicode: isUnicode).text
    }

    private func name(_ group: UsageGroup) -> String {
        guard group.name.isEmpty else { return group.name }
        return grouping == .profile ? "(none)" : "(no \(grouping.rawValue))"
    }

    private static func cells(_ sum: UsageSum) -> [String] {
        [sum.calls, sum.input, sum.cached, sum.output].map { "\($0)" } + [cost(sum)]
    }

    /// Formats a cost, such as `$0.0035`. The format is `~$0.0035` if the cost is partly estimated, and `$0.0035 + ?`
    /// if it is partly unknown.
    static func cost(_ sum: UsageSum) -> String {
        let amount = (sum.estimatedCalls > 0 ? "~" : "") + sum.knownCost.shortText
        if sum.unknownCalls == 0 { return amount }
        // The known cost can be zero because rejected calls cost nothing. Zero is not shown next to an unknown amount.
        return sum.knownCost == .zero ? "?" : "\(amount) + ?"
    }

    static func json(_ sum: UsageSum) -> JSONValue {
        [
            "calls": .integer(Int64(sum.calls)), "failed": .integer(Int64(sum.failed)),
            "input_tokens": .integer(Int64(sum.input)), "cached_tokens": .integer(Int64(sum.cached)),
            "output_tokens": .integer(Int64(sum.output)), "reasoning_tokens": .integer(Int64(sum.reasoning)),
            "known_usd": .string(sum.known.decimalText), "estimated_usd": .string(sum.estimated.decimalText),
            "estimated_calls": .integer(Int64(sum.estimatedCalls)), "unknown_calls": .integer(Int64(sum.unknownCalls)),
        ]
    }

    /// Returns the sum of input and output tokens.
    private static func tokens(_ sum: UsageSum) -> Int {
        let (tokens, overflow) = sum.input.addingReportingOverflow(sum.output)
        return overflow ? .max : tokens
    }
}
