package import ArgumentParser
internal import WaiterConversation

/// Flags that limit and tag the cost of calls.
package struct SpendingFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The most that this may cost, in dollars; what could cost more is not sent (exit code 11).",
            valueName: "usd"
        )
    )
    package var budget: String?

    @Option(
        name: .customLong("tag"),
        help: ArgumentHelp("A word to count the cost under; repeatable; see: waiter usage --by tag.", valueName: "name")
    )
    package var tags: [String] = []

    package init() {}

    package func validate() throws {
        if let complaint = budget.flatMap(DollarAmount.complaint) { throw ValidationError("--budget \(complaint)") }
        if tags.contains("") { throw ValidationError("--tag must not be empty") }
    }

    package var plan: SpendingPlan {
        var plan = SpendingPlan()
        plan.limit = budget.flatMap(DollarAmount.dollars)
        plan.tags = tags
        return plan
    }
}
