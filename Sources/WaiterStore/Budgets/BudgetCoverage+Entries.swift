extension BudgetCoverage {
    init(_ entries: [BudgetTable.Entry]) {
        self = entries.isEmpty ? .none : entries.allSatisfy(\.budget.isSoft) ? .soft : .hard
    }
}
