/// A notice that spending has reached a threshold of a soft budget. It is sent once per threshold and period.
public struct BudgetNotice: Codable, Sendable, Hashable {
    /// The status of the budget.
    public let status: BudgetStatus
    /// The threshold in percent: 50, 80 or 100.
    public let threshold: Int
}

extension BudgetNotice: CustomStringConvertible {
    /// A description such as `80% of the soft budget of $5.00 a month is spent ($4.02)`.
    public var description: String { "\(threshold)% of \(status.title) is spent (\(status.spent))" }
}
