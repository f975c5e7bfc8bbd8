internal import Waiter
internal import WaiterConversation
internal import WaiterModels
internal import WaiterPlatform
internal import WaiterStore
internal import WaiterTerminal

extension BudgetStatus {
    /// Returns the cells of the budget's row in a list. They contain the budget, the amount spent, and the next reset.
    func row(isUnicode: Bool) -> [String] {
        var notes: [String] = []
        if tag != nil { notes.append("set for \(budget.who)") }
        if reserved > .zero { notes.append("\(words(reserved)) reserved") }
        if unknownCalls > 0 { notes.append("\(unknownCalls) call\(unknownCalls == 1 ? "" : "s") with an unknown cost") }
        if budget.allowsUnknownPrices { notes.append("allows calls with an unknown cost") }
        if let end { notes.append("resets on \(CivilDate(date: end)) (UTC)") }
        let room = 20
        let bar = BarChart.bar(min(1, Double(percent) / 100), room, isUnicode: isUnicode)
        let gap = String(repeating: isUnicode ? "░" : ".", count: max(0, room - ColumnText.width(bar)))
        return [
            tag.map { "tag \($0)" } ?? budget.who, budget.period == .total ? "total" : "per \(budget.period)",
            "\(words(spent)) of \(words(budget.limit))", "\(percent)%", bar + gap,
            budget.isSoft ? "warns" : "rejects", notes.joined(separator: ", "),
        ]
    }

    /// Formats an amount. For budgets of less than a cent, the amount is exact. For all other budgets, it is rounded.
    private func words(_ amount: Dollars) -> String {
        budget.limit < Dollars(picodollars: 10_000_000_000) ? "\(amount)" : amount.shortText
    }

    var json: JSONValue {
        [
            "scope": .string(budget.scopeWords.kind), "name": budget.scopeWords.name.map { .string($0) } ?? .null,
            "tag": tag.map { .string($0) } ?? .null, "per": .string(budget.period.rawValue),
            "limit_usd": .string(budget.limit.decimalText),
            "soft": .bool(budget.isSoft), "unknown": .string(budget.allowsUnknownPrices ? "allow" : "refuse"),
            "spent_usd": .string(spent.decimalText), "reserved_usd": .string(reserved.decimalText),
            "left_usd": .string(left.decimalText), "percent": .integer(Int64(percent)),
            "unknown_calls": .integer(Int64(unknownCalls)), "start": .string("\(CivilDate(date: start))"),
            "end": end.map { .string("\(CivilDate(date: $0))") } ?? .null,
        ]
    }
}

extension Budget {
    fileprivate var who: String {
        let words = scopeWords
        return words.name.map { "\(words.kind) \($0)" } ?? "everything"
    }

    fileprivate var scopeWords: (kind: String, name: String?) {
        switch scope {
        case .all: ("all", nil)
        case .profile(let name): ("profile", name)
        case .model(let name): ("model", name)
        case .tag(let name): ("tag", name)
        case .eachTag(let beginning): ("each tag", beginning + "*")
        }
    }

    /// The name of the profile, model or tag, or an empty string if the budget covers all calls.
    var scopeName: String { scopeWords.name ?? "" }

    /// The arguments of `waiter usage budget set` that set the budget.
    var flags: String { limit.decimalText + " " + selection }

    /// The arguments that identify the budget.
    var selection: String {
        var words = ["--per", period.rawValue]
        switch scope {
        case .all: break
        case .profile(let name): words += ["-P", ShellWord.quoted(name)]
        case .model(let name): words += ["-m", ShellWord.quoted(name)]
        case .tag(let name): words += ["--tag", ShellWord.quoted(name)]
        case .eachTag(let beginning): words += ["--tag", ShellWord.quoted(beginning + "*")]
        }
        if isSoft { words.append("--soft") }
        return words.joined(separator: " ")
    }
}
