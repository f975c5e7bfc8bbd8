internal import Waiter
internal import WaiterConversation
internal import WaiterModels
internal import WaiterStore
internal import WaiterTerminal

/// What was used, as a table, as bars, or as JSON.
struct UsageTable {
    let grouping: UsageGrouping
    /// The first day, or the time; nil for all.
    let since: String?
    let groups: [UsageGroup]
    /// What all came to. A call with several tags is in several groups, but only once in the sum.
    let total: UsageSum
    /// The titles of conversations by their IDs.
    var titles: [String: String] = [:]

    /// Columns of names and numbers, the sum last.
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

    /// What the numbers leave open, a sentence each.
    var notices: [String] {
        var notices: [String] = []
        func calls(_ count: Int) -> String { count == 1 ? "1 call" : "\(count) calls" }
        if total.unknownCalls > 0 { notices.append("\(calls(total.unknownCalls)) of unknown price (?)") }
        if total.estimatedCalls > 0 { notices.append("\(calls(total.estimatedCalls)) of estimated cost (~)") }
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

    /// Bars of the cost; of the tokens where nothing has a cost.
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

    /// `$0.0035`, `~$0.0035` where a part is an estimate, `$0.0035 + ?` where a part is not known.
    static func cost(_ sum: UsageSum) -> String {
        let amount = (sum.estimatedCalls > 0 ? "~" : "") + sum.knownCost.shortText
        if sum.unknownCalls == 0 { return amount }
        // What was refused costs nothing: that is no amount beside which something is unknown.
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

    /// Tokens of both ways together.
    private static func tokens(_ sum: UsageSum) -> Int {
        let (tokens, overflow) = sum.input.addingReportingOverflow(sum.output)
        return overflow ? .max : tokens
    }
}
