/// Usage grouped by one or more attributes of the calls, with statistics.
package struct LedgerReport: Sendable, Hashable {
    /// The groups for each attribute.
    private var groups: [UsageGrouping: [UsageGroup]] = [:]
    package var statistics = UsageStatistics()

    package init() {}

    /// The groups for an attribute, in the same order as in `Ledger.usage(by:since:)`. The array is empty if the report
    /// is not grouped by the attribute.
    package internal(set) subscript(grouping: UsageGrouping) -> [UsageGroup] {
        get { groups[grouping] ?? [] }
        set { groups[grouping] = newValue }
    }
}
