package import ArgumentParser

/// The `usage` command, which groups the commands for usage and cost.
package struct UsageCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "usage",
        abstract: "Track usage, cost and budgets.",
        discussion: """
            Costs are in dollars. Each cost is either the list price of the tokens or the cost that the server \
            reported. Days and months are in UTC, as on providers' bills.

            Examples:
              waiter usage --by day --since 30d --plot
              waiter usage budget set 5 --per month
            """,
        subcommands: [
            UsageShowCommand.self, UsageBudgetCommand.self, UsageExportCommand.self, UsageImportCommand.self,
        ],
        defaultSubcommand: UsageShowCommand.self
    )

    package init() {}
}
