package import ArgumentParser

/// The `usage` command, which groups commands about usage and cost.
package struct UsageCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "usage",
        abstract: "Shows what calls have used and cost, and sets budgets.",
        discussion: """
            Costs are list prices of the tokens that servers told, in dollars. Days and months are those of UTC, as \
            providers reckon.

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
