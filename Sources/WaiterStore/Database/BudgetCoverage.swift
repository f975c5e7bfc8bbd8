/// The kinds of budgets that cover a call.
enum BudgetCoverage: Sendable {
    case none
    /// Soft budgets only, which never refuse.
    case soft
    case hard
}
