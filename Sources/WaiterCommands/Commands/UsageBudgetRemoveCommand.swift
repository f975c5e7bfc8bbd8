package import ArgumentParser
internal import WaiterConversation
internal import WaiterModels
internal import WaiterStore
internal import WaiterTerminal

/// The `usage budget rm` command, which removes a budget.
package struct UsageBudgetRemoveCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "Remove a budget; recorded costs are kept.",
        usage: "waiter usage budget rm [--per <period>] [--soft] [options]",
        discussion: """
            Examples:
              waiter usage budget rm
              waiter usage budget rm --per day -P work --soft
            """
    )

    @OptionGroup
    package var flags: BudgetFlags

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    package init() {}

    package var isQuiet: Bool { quiet }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let directories = try context.requiredDirectories()
        let ledger = try LedgerSource(directories: directories).existing()
        let named = flags.budget(limit: .zero)
        // If the alias was added after the budget was set, the budget is stored under the alias name.
        let resolved = try BudgetNames(context: context, directories: directories).resolved(named)
        let all = try await ledger?.budgets() ?? []
        // A budget can cover a tag whose own name ends with an asterisk.
        var literal = named
        if case .eachTag(let beginning) = named.scope { literal.scope = .tag(beginning + "*") }
        let same = [named, literal, resolved].compactMap { $0 }.compactMap { wanted in
            all.map(\.budget).first { budget in
                (budget.scope, budget.period, budget.isSoft) == (wanted.scope, wanted.period, wanted.isSoft)
            }
        }.first
        guard let same, let ledger, try await ledger.remove(same) else {
            let first = all.first.map {
                "remove an existing budget with: waiter usage budget rm \($0.budget.selection)"
            }
            throw CommandFailure.usage("no such budget", nextStep: first ?? "no budgets are set")
        }
        context.console.notice(TerminalText.line("waiter: removed \(same)"))
        return .complete
    }
}
