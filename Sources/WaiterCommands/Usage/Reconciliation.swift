internal import Waiter
internal import WaiterModels
internal import WaiterPlatform
internal import WaiterStore
internal import WaiterTerminal

/// A comparison of the ledger's totals with a provider's totals, by day and model.
struct Reconciliation {
    struct Row {
        var day: CivilDate
        var model: String
        var ours: UsageSum?
        var theirs: ProviderUsage.Line?
    }

    private(set) var rows: [Row] = []

    init(_ ours: [DailyUsage], _ theirs: [ProviderUsage.Line]) {
        rows = Self.rows(ours, areWhole: theirs.allSatisfy { $0.model.isEmpty })
        for line in theirs {
            let sameDay = rows.indices.filter { rows[$0].day == line.day && rows[$0].theirs == nil }
            let place =
                sameDay.first { rows[$0].model == line.model }
                // If a model was requested under its undated name, the provider may report the dated version.
                ?? sameDay.first { place in
                    Cost.Basis(asked: rows[place].model, served: line.model, entry: nil, usesServed: false)
                        .relation != .other
                        && !theirs.contains { $0.day == line.day && $0.model == rows[place].model }
                }
            if let place {
                rows[place].theirs = line
            } else {
                rows.append(Row(day: line.day, model: line.model, theirs: line))
            }
        }
        rows.sort { ($0.day, $0.model) < ($1.day, $1.model) }
    }

    /// Returns the rows of the ledger.
    ///
    /// - Parameters:
    ///   - ours: The usage in the ledger.
    ///   - areWhole: Whether the provider reports only daily totals.
    /// - Returns: A row for each day and model, or for each day.
    private static func rows(_ ours: [DailyUsage], areWhole: Bool) -> [Row] {
        guard areWhole else { return ours.map { Row(day: $0.day, model: $0.model, ours: $0.sum) } }
        var sums: [CivilDate: UsageSum] = [:]
        for usage in ours { sums[usage.day, default: UsageSum()].add(usage.sum) }
        return sums.map { Row(day: $0.key, model: "", ours: $0.value) }
    }

    /// The number of rows with a difference.
    var differences: Int { rows.count { $0.differs } }

    /// The table of days and models, with calls, tokens and costs from both sources.
    var text: String {
        let head = ["day", "model", "calls", "input", "output", "ours", "provider", "difference"]
        return TextTable.text([head] + rows.map(\.cells), leading: 2)
    }

    var json: JSONValue { .array(rows.map(\.json)) }
}

extension Reconciliation.Row {
    /// Whether the ledger and the provider disagree. They disagree if only one of them has the row, or if a value that
    /// both of them report differs.
    var differs: Bool {
        guard let ours, let theirs else { return true }
        return [(ours.calls - ours.failed, theirs.calls), (ours.input, theirs.input), (ours.output, theirs.output)]
            .contains { $1 != nil && $0 != $1 } || theirs.cost.map { isOff(ours, $0) } ?? false
    }

    /// Returns whether the costs are unknown or differ by more than a hundredth of a cent. This tolerance allows for
    /// rounding.
    private func isOff(_ ours: UsageSum, _ cost: Dollars) -> Bool {
        ours.unknownCalls > 0 || (ours.knownCost.picodollars - cost.picodollars).magnitude > 100_000_000
    }

    var difference: Dollars? {
        guard let cost = theirs?.cost, ours?.unknownCalls ?? 0 == 0 else { return nil }
        return Dollars(picodollars: cost.picodollars - (ours?.knownCost.picodollars ?? 0))
    }

    fileprivate var cells: [String] {
        func pair(_ ours: Int?, _ theirs: Int?) -> String {
            guard let theirs else { return ours.map { "\($0)" } ?? "" }
            return ours == theirs ? "\(theirs)" : "\(ours.map { "\($0)" } ?? "-") / \(theirs)"
        }
        return [
            "\(day)", model.isEmpty ? "(no model)" : model, pair(ours.map { $0.calls - $0.failed }, theirs?.calls),
            pair(ours?.input, theirs?.input), pair(ours?.output, theirs?.output),
            ours.map { UsageTable.cost($0) } ?? "-", theirs.map { $0.cost.map(\.shortText) ?? "" } ?? "-",
            differs ? difference.map(\.shortText) ?? "?" : "=",
        ]
    }

    fileprivate var json: JSONValue {
        func count(_ value: Int?) -> JSONValue { value.map { .integer(Int64($0)) } ?? .null }
        let provider: JSONValue =
            theirs.map { line in
                [
                    "calls": count(line.calls), "input_tokens": count(line.input),
                    "output_tokens": count(line.output),
                    "usd": line.cost.map { .string($0.decimalText) } ?? .null,
                ]
            } ?? .null
        return [
            "day": .string("\(day)"), "model": .string(model), "ours": ours.map { UsageTable.json($0) } ?? .null,
            "provider": provider, "difference_usd": difference.map { .string($0.decimalText) } ?? .null,
            "differs": .bool(differs),
        ]
    }
}
