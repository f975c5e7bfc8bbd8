package import ArgumentParser
internal import Waiter
internal import WaiterConversation
internal import WaiterStore
internal import WaiterTerminal

/// The `usage show` command, which reports usage and cost.
package struct UsageShowCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show calls, tokens and cost, grouped by model unless --by is given.",
        usage: "waiter usage [show] [--by <group>] [--since <day>] [--plot | --json]",
        discussion: """
            An unknown cost is shown as '?', never as 0. '~' marks an estimate, such as the cost of a call whose usage \
            the server did not report.

            Examples:
              waiter usage
              waiter usage --by tag --since 2026-01
              waiter usage --by day --since 30d --plot
            """
    )

    @Option(help: "Group calls by: model, day, profile, conversation or tag.")
    package var by: GroupingChoice = .model

    @Option(
        help: ArgumentHelp(
            "The first day or time: 2026-11-23, 2026-11, today, yesterday, 12h, 30d, 2w, all (default: this month).",
            valueName: "date"
        )
    )
    package var since: String?

    @Flag(help: "Draw a bar chart of the cost.")
    package var plot = false

    @OptionGroup
    package var output: Output

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    package init() {}

    package var reportsJSON: Bool { output.json }
    package var isQuiet: Bool { quiet }

    package func validate() throws {
        if plot, output.json { throw ValidationError("--plot and --json cannot be combined") }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let grouping = by.grouping
        let (console, start) = (context.console, try UsageStart(since, now: context.clock.date()))
        let ledger = try LedgerSource(directories: context.directories()).existing()
        let groups = try ledger.map { try start.usage(in: $0, by: grouping) } ?? []
        // A call may have several tags, so the groups' sums do not add up to the total.
        let whole = grouping == .tag ? try ledger.map { try start.usage(in: $0, by: .model) } ?? [] : groups
        var total = UsageSum()
        for group in whole { total.add(group.sum) }
        var table = UsageTable(grouping: grouping, since: start.text, groups: groups, total: total)
        if grouping == .conversation, let log = try ConversationLog.existing(in: context) {
            let list = try await log.store.list().map { ($0.id.text, $0.title) }
            table.titles = Dictionary(list) { first, _ in first }
        }
        if output.json {
            try Output.write(table.json, to: console)
            return .complete
        }
        guard !groups.isEmpty else {
            console.notice("waiter: no calls recorded \(start.text.map { "since \($0)" } ?? "yet")")
            return .complete
        }
        let isUnicode = BarChart.isUnicode(context.environment)
        let text = plot ? table.bars(width: console.output.size.columns, isUnicode: isUnicode) : table.text
        try console.writeForeign(text)
        let when = start.text.map { "since \($0) (UTC)" } ?? "all time"
        console.notice(TerminalText.line((["waiter: \(when)"] + table.notices).joined(separator: "; ")))
        return .complete
    }
}

/// The values of `--by`.
package enum GroupingChoice: String, CaseIterable, Sendable, ExpressibleByArgument {
    case model
    case day
    case profile
    case conversation
    case tag

    var grouping: UsageGrouping {
        switch self {
        case .model: .model
        case .day: .day
        case .profile: .profile
        case .conversation: .conversation
        case .tag: .tag
        }
    }
}
