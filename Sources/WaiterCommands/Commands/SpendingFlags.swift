package import ArgumentParser
internal import WaiterConversation

/// The flags of what a call may cost, and what it is counted under.
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
        if let budget, Self.dollars(budget) == nil {
            throw ValidationError("--budget takes dollars, such as 0.05")
        }
        if tags.contains("") { throw ValidationError("--tag takes a word") }
    }

    package var plan: SpendingPlan {
        var plan = SpendingPlan()
        plan.limit = budget.flatMap(Self.dollars)
        plan.tags = tags
        return plan
    }

    /// Reads `5`, `$5` or `0.05`.
    static func dollars(_ text: String) -> Dollars? { Dollars(text.hasPrefix("$") ? String(text.dropFirst()) : text) }
}
