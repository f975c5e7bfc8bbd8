package import ArgumentParser

/// The `usage budget` command, which groups commands about budgets.
package struct UsageBudgetCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "budget",
        abstract: "Lists budgets, sets one, or takes one away.",
        discussion: """
            Before a call is sent, the most that it can cost is reserved: its input, and the longest answer that it may \
            get, which --max-tokens bounds. What does not fit into a budget is not sent (exit code 11). A bill that \
            nobody told, as of a call that was cut, counts with that most.

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
