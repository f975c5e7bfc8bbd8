internal import Waiter
internal import WaiterModels
internal import WaiterPlatform
internal import WaiterStore

extension UsageDashboard {
    /// The maximum number of bars. Longer periods are shown by month.
    private static let maxBars = 400

    /// The cost of each day.
    var costChart: String {
        let bars = bars
        let chart = StackedBars(
            label: "Cost \(unit)",
            series: [
                .init(style: "cost", values: bars.map { Double($0.sum.known.picodollars) }),
                .init(style: "estimate", values: bars.map { Double($0.sum.estimated.picodollars) }),
            ],
            tips: bars.map { bar in
                let calls = bar.sum.calls == 1 ? "1 call" : "\(HTMLText.number(bar.sum.calls)) calls"
                return "\(bar.label): \(HTMLText.escaped(UsageTable.cost(bar.sum))), \(calls)"
            }
        )
        let highest = Dollars(picodollars: Int64(exactly: chart.maximum.rounded()) ?? .max)
        guard highest > .zero else { return "" }
        let legend = total.estimated > .zero ? [("cost", "known"), ("estimate", "estimated (~)")] : []
        return section("Cost \(unit)", figure(chart, top: highest.shortText, bars, legend))
    }

    /// The tokens of each day, by class.
    var tokenChart: String {
        let bars = bars
        let classes: [(style: String, name: String, count: (UsageSum) -> Int)] = [
            ("fresh", "fresh input", { $0.freshInput }), ("cached", "cached input", { $0.cached }),
            ("reasoning", "reasoning", { $0.reasoning }), ("output", "output", { $0.plainOutput }),
        ]
        let chart = StackedBars(
            label: "Tokens \(unit)",
            series: classes.map { kind in
                .init(style: kind.style, values: bars.map { Double(kind.count($0.sum)) })
            },
            tips: bars.map { bar in
                let parts = classes.map { (HTMLText.number($0.count(bar.sum)), $0.name) }.filter { $0.0 != "0" }
                return "\(bar.label): " + (parts.isEmpty ? "0" : parts.map { "\($0) \($1)" }.joined(separator: ", "))
            }
        )
        guard chart.maximum > 0 else { return "" }
        let top = HTMLText.number(Int(exactly: chart.maximum.rounded()) ?? .max)
        return section("Tokens \(unit)", figure(chart, top: top, bars, classes.map { ($0.style, $0.name) }))
    }

    private var unit: String { isByMonth ? "per month" : "per day" }

    private func figure(
        _ chart: StackedBars,
        top: String,
        _ bars: [(label: String, sum: UsageSum)],
        _ legend: [(style: String, name: String)]
    ) -> String {
        let (first, last) = (bars.first?.label ?? "", bars.last?.label ?? "")
        // If there are only a few bars, they do not reach the right edge.
        let axis = bars.count < 14 ? (first == last ? [first] : ["\(first) to \(last)"]) : [first, last]
        let keys = legend.map { "<span><i class=\"\($0.style)\"></i>\($0.name)</span>" }.joined()
        return """
            <figure><div class="top"><small>\(HTMLText.escaped(top))</small></div>\(chart.svg)\
            <div class="axis">\(axis.map { "<small>\($0)</small>" }.joined())</div>\
            \(keys.isEmpty ? "" : "<figcaption>\(keys)</figcaption>")</figure>
            """
    }

    // MARK: Periods

    /// The first and the last day of the charts.
    private var range: (first: CivilDate, last: CivilDate)? {
        let dates = days.compactMap { CivilDate($0.name) }
        guard let first = dates.first, let last = dates.last else { return nil }
        let today = CivilDate(date: now)
        let start = since.flatMap { CivilDate($0.prefix(10)) } ?? first
        return (min(first, start), max(last, today))
    }

    private var isByMonth: Bool { range.map { $0.last.day - $0.first.day >= Self.maxBars } ?? false }

    /// The days or months, including those without calls.
    private var bars: [(label: String, sum: UsageSum)] {
        guard let range else { return [] }
        var sums: [CivilDate: UsageSum] = [:]
        for group in days {
            guard let day = CivilDate(group.name) else { continue }
            sums[isByMonth ? day.startOfMonth : day, default: UsageSum()].add(group.sum)
        }
        var bars: [(String, UsageSum)] = []
        var day = isByMonth ? range.first.startOfMonth : range.first
        while day <= range.last, bars.count < Self.maxBars {
            bars.append((isByMonth ? String("\(day)".prefix(7)) : "\(day)", sums[day] ?? UsageSum()))
            day = isByMonth ? day.startOfNextMonth : CivilDate(day: day.day + 1)
        }
        return bars
    }
}
