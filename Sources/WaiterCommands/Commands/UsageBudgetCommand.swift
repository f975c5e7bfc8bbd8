package import ArgumentParser

/// The `usage budget` command, which groups the commands for budgets.
package struct UsageBudgetCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "budget",
        abstract: "List, set and remove budgets.",
        discussion: """
            Before a call is made, its maximum cost is reserved. The maximum cost is the cost of the input and of the \
            longest possible answer; use --max-tokens to limit the length of the answer. A call that could exceed a \
            budget is not made (exit code 11). If a call's usage is not reported, for example because the call was \
            interrupted, its maximum cost is counted.

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
