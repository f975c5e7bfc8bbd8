package import ArgumentParser
internal import WaiterConversation

/// Flags that limit the cost of calls and tag the calls for reports.
package struct SpendingFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Limit the cost to this many dollars; a request that could exceed the limit is not sent (exit code 11).",
            valueName: "usd"
        )
    )
    package var budget: String?

    @Option(
        name: .customLong("tag"),
        help: ArgumentHelp("Tag the call for usage reports (repeatable).", valueName: "name")
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
