/// Usage grouped by one or more attributes of the calls, with statistics.
package struct LedgerReport: Sendable, Hashable {
    /// The groups by attribute.
    private var groups: [UsageGrouping: [UsageGroup]] = [:]
    package var statistics = UsageStatistics()

    package init() {}

    /// The groups by an attribute, in the order of `Ledger.usage(by:since:)`. The array is empty if the report does not contain
    /// the attribute.
    package internal(set) subscript(grouping: UsageGrouping) -> [UsageGroup] {
        get { groups[grouping] ?? [] }
        set { groups[grouping] = newValue }
    }
}
