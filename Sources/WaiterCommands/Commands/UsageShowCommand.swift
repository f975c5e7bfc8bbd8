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
        usage: """
            waiter usage [show] [--by <group>] [--since <day>] [--plot | --json]
            waiter usage [show] [--since <day>] --html <file> [--open] [--titles]
            """,
        discussion: """
            An unknown cost is shown as '?', never as 0. '~' marks an estimate, such as the cost of a call whose usage \
            the server did not report.

            Examples:
              waiter usage
              waiter usage --by tag --since 2026-01
              waiter usage --by day --since 30d --plot
              waiter usage --since 30d --html usage.html --open
            """
    )

    @Option(help: "Group the calls by this property.")
    package var by: GroupingChoice = .model

    @Option(
        help: ArgumentHelp(
            "The start date or time: 2026-11-23, 2026-11, today, yesterday, 12h, 30d, 2w or all (default: this month).",
            valueName: "date"
        )
    )
    package var since: String?

    @Flag(help: "Draw a bar chart of the cost.")
    package var plot = false

    @Option(
        help: ArgumentHelp(
            "Write a page with charts and tables to this file, which only you can read. An existing page is replaced.",
            valueName: "file"
        )
    )
    package var html: String?

    @Flag(help: "Open the page in a browser (with --html).")
    package var open = false

    @Flag(help: "Include conversation titles in the page (with --html).")
    package var titles = false

    @OptionGroup
    package var output: Output

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    package init() {}

    package var reportsJSON: Bool { output.json }
    package var isQuiet: Bool { quiet }

    package func validate() throws {
        if plot, output.json { throw ValidationError("--plot and --json cannot be combined") }
        if html == nil, open || titles { throw ValidationError("--open and --titles require --html") }
        if html != nil, plot || output.json { throw ValidationError("--html cannot be combined with --plot or --json") }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let grouping = by.grouping
        let (console, start) = (context.console, try UsageStart(since, now: context.clock.date()))
        let ledger = try LedgerSource(directories: context.directories()).existing()
        if let html { return try await write(to: DashboardFile(path: html), ledger, from: start, in: context) }
        let groups = try ledger.map { try start.usage(in: $0, by: grouping) } ?? []
        // A call can have several tags, so the sums of the groups can exceed the total.
        let whole = grouping == .tag ? try ledger.map { try start.usage(in: $0, by: .model) } ?? [] : groups
        var total = UsageSum()
        for group in whole { total.add(group.sum) }
        var table = UsageTable(grouping: grouping, since: start.text, groups: groups, total: total)
        if grouping == .conversation { table.titles = try await conversationTitles(in: context) }
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

    /// Writes the page for `--html`.
    private func write(
        to file: DashboardFile,
        _ ledger: Ledger?,
        from start: UsageStart,
        in context: CommandContext
    ) async throws -> ExitStatus {
        let page = try UsageDashboard(
            ledger,
            from: start,
            now: context.clock.date(),
            UserCatalogue.load(context.directories()),
            titles: titles ? try await conversationTitles(in: context) : nil
        )
        try file.write(page.html)
        context.console.notice(TerminalText.line("waiter: wrote \(file.path)"))
        if open { try await file.open(environment: context.environment) }
        return .complete
    }

    /// Returns the titles of conversations, keyed by ID.
    private func conversationTitles(in context: CommandContext) async throws -> [String: String] {
        guard let log = try ConversationLog.existing(in: context) else { return [:] }
        let list = try await log.store.list().map { ($0.id.text, $0.title) }
        return Dictionary(list) { first, _ in first }
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
