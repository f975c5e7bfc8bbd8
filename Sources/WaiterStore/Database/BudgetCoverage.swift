/// The kinds of budgets that apply to a call.
enum BudgetCoverage: Sendable {
    case none
    /// Only soft budgets apply. They never cause a call to be rejected.
    case soft
    case hard
}
