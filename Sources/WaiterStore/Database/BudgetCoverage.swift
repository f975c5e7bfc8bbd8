/// The kinds of budgets that apply to a call.
enum BudgetCoverage: Sendable {
    case none
    /// Only soft budgets, which never refuse calls.
    case soft
    case hard
}
