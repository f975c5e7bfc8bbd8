internal import Waiter
internal import WaiterModels
internal import WaiterPlatform
internal import WaiterStore

extension UsageDashboard {
    /// The chart that shows the cost in each period.
    var costChart: String {
        let bars = periods.bars
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

    /// The chart that shows the tokens in each period, by class.
    var tokenChart: String {
        let bars = periods.bars
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

    private var unit: String { periods.isByMonth ? "per month" : "per day" }

    private func figure(
        _ chart: StackedBars,
        top: String,
        _ bars: [(label: String, sum: UsageSum)],
        _ legend: [(style: String, name: String)]
    ) -> String {
        let (first, last) = (bars.first?.label ?? "", bars.last?.label ?? "")
        // If there are only a few bars, they do not reach the right edge of the chart.
        let axis = bars.count < 14 ? (first == last ? [first] : ["\(first) to \(last)"]) : [first, last]
        let keys = legend.map { "<span><i class=\"\($0.style)\"></i>\($0.name)</span>" }.joined()
        return """
            <figure><div class="top"><small>\(HTMLText.escaped(top))</small></div>\(chart.svg)\
            <div class="axis">\(axis.map { "<small>\($0)</small>" }.joined())</div>\
            \(keys.isEmpty ? "" : "<figcaption>\(keys)</figcaption>")</figure>
            """
    }
}
