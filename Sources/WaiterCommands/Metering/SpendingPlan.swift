package import WaiterModels

/// The spending limit and tags given to a command.
package struct SpendingPlan: Sendable {
    /// The maximum total cost of the command's calls, or `nil` for no limit.
    package var limit: Dollars?
    /// Tags for grouping spending in reports.
    package var tags: [String] = []

    package init() {}
}
