internal import Waiter
internal import WaiterModels
internal import WaiterPlatform
internal import WaiterStore

extension UsageDashboard {
    /// The section with the most important numbers.
    var cards: String {
        let failedShare = total.failed > 0 ? HTMLText.percent(total.failed, of: total.calls) + " of calls" : "none"
        var costNotes: [String] = []
        if total.estimatedCalls > 0 { costNotes.append("\(calls(total.estimatedCalls)) estimated (~)") }
        if total.unknownCalls > 0 { costNotes.append("\(calls(total.unknownCalls)) with an unknown cost (?)") }
        let savingNote =
            saving.unknownTokens > 0
            ? "unknown for \(HTMLText.number(saving.unknownTokens)) tokens (?)" : "on cached input"
        return """
            <section class="cards">\
            \(card("Cost", HTMLText.escaped(UsageTable.cost(total)), costNotes.joined(separator: "<br>")))\
            \(card("Calls", HTMLText.number(total.calls), ""))\
            \(card("Errors", HTMLText.number(total.failed), failedShare))\
            \(card("Input tokens", HTMLText.number(total.input), HTMLText.percent(total.cached, of: total.input) + " cached"))\
            \(card("Saved", HTMLText.escaped(saving.text), savingNote))\
            \(card("Output tokens", HTMLText.number(total.output), "\(HTMLText.number(total.reasoning)) for reasoning"))\
            </section>
            """
    }

    private func card(_ name: String, _ value: String, _ note: String) -> String {
        "<div><h3>\(name)</h3><b>\(value)</b><small>\(note)</small></div>"
    }

    private func calls(_ count: Int) -> String { count == 1 ? "1 call" : "\(HTMLText.number(count)) calls" }

    /// The section with the budgets. For each budget, it shows the share that has been spent.
    var budgetSection: String {
        guard !budgets.isEmpty else { return "" }
        let rows = budgets.map { status in
            var notes = [status.budget.isSoft ? "warns" : "rejects calls"]
            if status.reserved > .zero { notes.append("\(status.reserved.shortText) reserved") }
            if status.unknownCalls > 0 { notes.append("\(calls(status.unknownCalls)) with an unknown cost (?)") }
            if let end = status.end { notes.append("resets on \(CivilDate(date: end))") }
            let level = status.percent >= 100 ? "over" : status.percent >= 80 ? "near" : ""
            let spent = "\(status.spent.shortText) of \(status.budget.limit.shortText)"
            return """
                <div class="budget"><div><span>\(HTMLText.name(status.title))</span>\
                <span>\(HTMLText.escaped(spent)), \(status.percent)%</span></div>\
                <div class="meter \(level)"><i style="width:\(min(100, max(0, status.percent)))%"></i></div>\
                <small>\(HTMLText.escaped(notes.joined(separator: ", ")))</small></div>
                """
        }
        return section("Budgets", rows.joined())
    }

    /// The section with the latency percentiles.
    var latencySection: String {
        let rows = [
            ("Time to first token (streams)", statistics.firstToken), ("Duration", statistics.duration),
        ]
        let cells = rows.compactMap { name, latency in
            latency.map { latency in
                let values = [latency.p50, latency.p95, latency.p99].map { "<td>\(seconds($0))</td>" }.joined()
                return "<tr><th>\(name)</th><td>\(HTMLText.number(latency.count))</td>\(values)</tr>"
            }
        }
        guard !cells.isEmpty else { return "" }
        let head = "<tr><th></th><th>calls</th><th>p50</th><th>p95</th><th>p99</th></tr>"
        let table = "<thead>\(head)</thead><tbody>\(cells.joined())</tbody>"
        return section("Latency of completed calls", scrolling(table))
    }

    /// Formats a duration in seconds, such as `0.042 s`, `1.53 s` or `128 s`.
    private func seconds(_ duration: Duration) -> String {
        let milliseconds = max(0, duration.milliseconds)
        if milliseconds >= 100_000 { return "\(HTMLText.number(Int(clamping: (milliseconds + 500) / 1000))) s" }
        let digits = "\(milliseconds % 1000)"
        let fraction = String(repeating: "0", count: 3 - digits.count) + digits
        return "\(milliseconds / 1000).\(fraction.prefix(milliseconds >= 1000 ? 2 : 3)) s"
    }

    /// The section with the errors, grouped by code.
    var errorSection: String {
        guard !statistics.errors.isEmpty else { return "" }
        let rows = statistics.errors.prefix(Self.maxRows).map { error in
            let share = HTMLText.percent(error.count, of: total.calls)
            return
                "<tr><th>\(HTMLText.name(error.code))</th><td>\(HTMLText.number(error.count))</td><td>\(share)</td></tr>"
        }
        let head = "<tr><th>code</th><th>calls</th><th>share</th></tr>"
        return section(
            "Calls that did not complete",
            scrolling("<thead>\(head)</thead><tbody>\(rows.joined())</tbody>")
        )
    }

    /// The section with the totals at full precision. They match the totals printed by `waiter usage --json`.
    var totals: String {
        let rows = [
            ("Calls", HTMLText.number(total.calls)), ("Failed calls", HTMLText.number(total.failed)),
            ("Uncached input tokens", HTMLText.number(total.freshInput)),
            ("Cached input tokens", HTMLText.number(total.cached)),
            ("Reasoning tokens", HTMLText.number(total.reasoning)),
            ("Other output tokens", HTMLText.number(total.plainOutput)),
            ("Known cost", "$\(total.known.decimalText)"), ("Estimated cost", "$\(total.estimated.decimalText)"),
            ("Calls with an estimated cost", HTMLText.number(total.estimatedCalls)),
            ("Calls with an unknown cost (?)", HTMLText.number(total.unknownCalls)),
        ]
        let cells = rows.map { "<tr><th>\($0)</th><td>\(HTMLText.escaped($1))</td></tr>" }.joined()
        return section("Totals", "<table class=\"totals\"><tbody>\(cells)</tbody></table>")
    }

    func section(_ title: String, _ content: String, note: String? = nil) -> String {
        let note = note.map { "<p class=\"note\">\($0)</p>" } ?? ""
        return "<section><h2>\(title)</h2>\(content)\(note)</section>"
    }

    /// Returns a table that scrolls on narrow screens.
    func scrolling(_ rows: String) -> String { "<div class=\"scroll\"><table>\(rows)</table></div>" }
}

extension UsageSum {
    /// The input tokens that were not read from a cache.
    var freshInput: Int { max(0, input - cached) }

    /// The output tokens other than reasoning.
    var plainOutput: Int { max(0, output - reasoning) }
}
