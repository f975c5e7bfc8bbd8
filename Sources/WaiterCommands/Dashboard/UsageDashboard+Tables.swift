internal import Waiter
internal import WaiterModels
internal import WaiterStore

extension UsageDashboard {
    /// The maximum number of rows in a table. Rows beyond this limit are combined into one.
    static let maxRows = 25

    /// Returns a table of groups, or an empty string if the table would only repeat the totals.
    func table(_ title: String, _ groups: [UsageGroup], empty: String, note: String? = nil) -> String {
        if groups.allSatisfy(\.name.isEmpty) { return "" }
        return section(title, rows(groups.map { ($0.name.isEmpty ? empty : $0.name, $0.sum) }), note: note)
    }

    /// The table of conversations with their titles, or an empty string if the page must not show titles.
    var conversationTable: String {
        guard let conversations, !conversations.allSatisfy(\.name.isEmpty) else { return "" }
        let named = conversations.sorted { $1.sum.knownCost < $0.sum.knownCost }.map { group in
            (group.name.isEmpty ? "(no conversation)" : titles[group.name] ?? group.name, group.sum)
        }
        return section("Conversations", rows(named))
    }

    private func rows(_ groups: [(name: String, sum: UsageSum)]) -> String {
        var shown = groups
        if groups.count > Self.maxRows {
            var rest = UsageSum()
            for group in groups[(Self.maxRows - 1)...] { rest.add(group.sum) }
            shown = groups.prefix(Self.maxRows - 1) + [("\(groups.count - Self.maxRows + 1) others", rest)]
        }
        let largest = shown.map(\.sum.knownCost.picodollars).max() ?? 0
        let rows = shown.map { name, sum in
            let share = largest > 0 ? Double(sum.knownCost.picodollars) / Double(largest) * 100 : 0
            let numbers = [sum.calls, sum.failed, sum.input, sum.cached, sum.output, sum.reasoning].map {
                "<td>\(HTMLText.number($0))</td>"
            }
            return """
                <tr><th>\(HTMLText.name(name))</th>\(numbers.joined())\
                <td style="--w:\(Int(share.rounded()))%">\(HTMLText.escaped(UsageTable.cost(sum)))</td></tr>
                """
        }
        let names = ["", "calls", "failed", "input", "cached", "output", "reasoning", "cost"]
        let head = "<tr>" + names.map { "<th>\($0)</th>" }.joined() + "</tr>"
        let body = "<thead>\(head)</thead><tbody>\(rows.joined())</tbody>"
        return "<div class=\"scroll\"><table class=\"groups\">\(body)</table></div>"
    }
}
