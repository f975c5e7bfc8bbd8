package import ArgumentParser
internal import WaiterModels
internal import WaiterStore
internal import WaiterTerminal

/// The `usage budget set` command, which sets a budget.
package struct UsageBudgetSetCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Set a budget, replacing any existing budget for the same calls and period.",
        usage: "waiter usage budget set <amount> [--per <period>] [options]",
        discussion: """
            The amount already spent in the current period counts toward the budget. With a budget of 0, only free \
            calls are allowed.

            Examples:
              waiter usage budget set 5
              waiter usage budget set 20 --per total --tag thesis
              waiter usage budget set 1 --per day --tag 'user:*'
            """
    )

    @Argument(help: "The amount in dollars, such as 5 or 0.50.")
    package var amount: String

    @OptionGroup
    package var flags: BudgetFlags

    @Option(help: "Refuse or allow calls whose maximum cost is unknown.")
    package var unknown: UnknownPriceChoice = .refuse

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    package init() {}

    package var isQuiet: Bool { quiet }

    package func validate() throws {
        if let complaint = DollarAmount.complaint(amount) { throw ValidationError("a budget \(complaint)") }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        var budget = flags.budget(limit: DollarAmount.dollars(amount) ?? .zero)
        budget.allowsUnknownPrices = unknown == .allow
        let directories = try context.requiredDirectories()
        let names = BudgetNames(context: context, directories: directories)
        if let resolved = try names.resolved(budget) {
            context.console.notice(
                TerminalText.line("waiter: '\(flags.model ?? "")' is an alias of \(resolved.scopeName)")
            )
            budget = resolved
        }
        if let doubt = names.doubt(budget) { context.console.notice(TerminalText.line("waiter: \(doubt)")) }
        guard let ledger = try LedgerSource(directories: directories).metered() else { return .failure }
        let status = try await ledger.set(budget)
        let whose = status.tag.map { " by '\($0)'" } ?? ""
        context.console.notice(
            TerminalText.line("waiter: set \(budget); already spent\(whose): \(status.spent.shortText)")
        )
        return .complete
    }
}

/// The values of `--unknown`.
package enum UnknownPriceChoice: String, CaseIterable, Sendable, ExpressibleByArgument {
    case refuse
    case allow
}
