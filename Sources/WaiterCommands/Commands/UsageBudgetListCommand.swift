package import ArgumentParser
internal import Waiter
internal import WaiterConversation
internal import WaiterStore
internal import WaiterTerminal

/// The `usage budget list` command, which lists budgets.
package struct UsageBudgetListCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List budgets with the amounts already spent and the amounts reserved by calls in progress.",
        usage: "waiter usage budget [list] [--json]",
        discussion: """
            Examples:
              waiter usage budget
              waiter usage budget list --json
            """
    )

    @OptionGroup
    package var output: Output

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    package init() {}

    package var reportsJSON: Bool { output.json }
    package var isQuiet: Bool { quiet }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let console = context.console
        let budgets = try await LedgerSource(directories: context.directories()).existing()?.budgets() ?? []
        if output.json {
            try Output.write(.array(budgets.map(\.json)), to: console)
            return .complete
        }
        if budgets.isEmpty { console.notice("waiter: no budgets; set one with: waiter usage budget set 5 --per month") }
        let isUnicode = BarChart.isUnicode(context.environment)
        try console.writeForeign(TextTable.text(budgets.map { $0.row(isUnicode: isUnicode) }))
        return .complete
    }
}
