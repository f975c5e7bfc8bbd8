internal import Waiter
internal import WaiterBulk
internal import WaiterModels
internal import WaiterPlatform

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension BulkStatus {
    /// The status as a row of a table: name, state, progress and cost.
    var cells: [String] {
        [name, stateText, "\(ended)/\(total)", count(.failed) > 0 ? "\(count(.failed)) failed" : "", costText]
    }

    /// The header of the table.
    static let header = ["RUN", "STATE", "ROWS", "", "COST"]

    /// The state, with the reason for a pause.
    var stateText: String {
        if isActive, state == .loading { return "loading" }
        if isActive { return workers > 1 ? "running (\(workers) workers)" : "running" }
        return state.rawValue + (message.map { " (\($0))" } ?? "")
    }

    /// The known cost, followed by `+ ?` if some costs are unknown.
    var costText: String {
        spent.shortText + (uncertain > .zero || unknownCosts > 0 ? " + ?" : "")
    }

    /// Returns the processing rate of the workers and the remaining time, or `nil` if there is no worker.
    func progressText(at now: Date) -> String? {
        guard let rate = rate(at: now) else { return nil }
        // A low rate is shown with one decimal place, because a local model's rate could otherwise be rounded to zero.
        let number = rate < 10 ? "\((rate * 10).rounded() / 10)" : "\(Int(rate.rounded()))"
        return "\(number) rows/s" + (timeLeft(at: now).map { ", \($0.shortText) left" } ?? "")
    }

    /// The status as JSON.
    var json: JSONValue {
        var rows = JSONObject()
        for state in BulkRow.State.allCases { rows["\(state)"] = .integer(Int64(count(state))) }
        return [
            "name": .string(name), "state": .string(state.rawValue), "is_running": .bool(isActive),
            "workers": .integer(Int64(workers)),
            "message": message.map(JSONValue.string) ?? .null, "rows": .object(rows),
            "repeated": .integer(Int64(repeated)),
            "budget": budget.map { .string($0.decimalText) } ?? .null, "spent": .string(spent.decimalText),
            "uncertain": .string(uncertain.decimalText), "reserved": .string(reserved.decimalText),
            "unknown_costs": .integer(Int64(unknownCosts)), "input_tokens": .integer(Int64(inputTokens)),
            "output_tokens": .integer(Int64(outputTokens)), "input": details["input"] ?? .null,
            "output": details["output"] ?? .null,
        ]
    }

    /// The status as human-readable lines.
    var lines: [String] {
        var lines = ["\(name): \(stateText)"]
        let parts = BulkRow.State.allCases.filter { count($0) > 0 }.map { "\(count($0)) \($0)" }
        lines.append("rows: \(total)" + (parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"))
        if let progress = progressText(at: Date()) { lines.append("progress: \(progress)") }
        lines.append("tokens: \(inputTokens) in, \(outputTokens) out")
        var cost = "cost: \(spent)"
        if let budget { cost += " of \(budget)" }
        if uncertain > .zero { cost += ", and at most \(uncertain) for attempts with an unknown cost" }
        if reserved > .zero { cost += ", \(reserved) reserved" }
        if unknownCosts > 0 { cost += ", and \(unknownCosts) attempts with an unknown cost" }
        lines.append(cost)
        if repeated > 0 { lines.append("resent, possibly billed twice: \(repeated)") }
        for name in ["input", "output"] {
            if let path = details[name]?.stringValue { lines.append("\(name): \(path)") }
        }
        return lines
    }
}
