package import ArgumentParser

/// The `usage budget` command, which groups the commands for budgets.
package struct UsageBudgetCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "budget",
        abstract: "List, set and remove budgets.",
        discussion: """
            Before a call is made, its maximum cost is reserved. This is the price of its input and of the longest \
            possible answer; --max-tokens limits the latter. A call that could exceed a budget is not made (exit code \
            11). If a call's usage is not reported, for example because the call was interrupted, the maximum is \
            counted.

            Examples:
              waiter usage budget set 5 --per month
              waiter usage budget set 0.50 --per day -P work --soft
              waiter usage budget rm --per day -P work --soft
            """,
        subcommands: [UsageBudgetListCommand.self, UsageBudgetSetCommand.self, UsageBudgetRemoveCommand.self],
        defaultSubcommand: UsageBudgetListCommand.self
    )

    package init() {}
}
