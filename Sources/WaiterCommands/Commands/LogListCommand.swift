package import ArgumentParser
internal import Waiter
internal import WaiterConversation
internal import WaiterStore
internal import WaiterTerminal

/// The `log list` command, which lists conversations.
package struct LogListCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List conversations, most recently used first.",
        usage: "waiter log [list] [options]",
        discussion: """
            Each line shows the shortest unique suffix of the ID, a number, the time of last use, the model, the \
            number of questions, and the title. Piped output is tab-separated, uses full IDs and UTC times, and omits \
            the numbers.

            Examples:
              waiter log
              waiter log show 2
              waiter log --limit 0 -m gpt-5 --since 7d
              waiter log --json | jq -r '.[].id'
            """
    )

    @OptionGroup
    package var filter: LogFilterFlags

    @OptionGroup
    package var output: Output

    package init() {}

    package var reportsJSON: Bool { output.json }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        try await output.json ? list(in: context) : Pager.paging(context, list)
    }

    private func list(in context: CommandContext) async throws -> ExitStatus {
        let filter = try filter.filter(context.clock)
        let console = context.console
        let log = try ConversationLog.existing(in: context)
        let list = try await log?.store.list(filter) ?? []
        if output.json {
            try Output.write(.array(list.map(\.json)), to: console)
        } else if let log, console.output.isTerminal {
            let ids = list.map(\.id)
            try console.write(rows(list, try log.shortIDs(ids), context))
        } else {
            // Write all lines at once, because each separate write could block until the reader is ready.
            var text = ""
            for line in list {
                let fields = [line.id.text, LogDate.brief(line.usedAt), line.model, "\(line.turns)", line.title]
                text += ColumnText.fields(fields) + "\n"
            }
            try console.write(text)
        }
        if !output.json { log?.remember(list.map(\.id)) }
        if list.isEmpty { console.notice("waiter: \(try emptyWords(log))") }
        return .complete
    }

    private func emptyWords(_ log: ConversationLog?) throws -> String {
        let isFiltered = filter.model != nil || filter.since != nil
        let isEmpty = try log?.store.list(ConversationFilter(limit: 1)).isEmpty ?? true
        return isFiltered && !isEmpty
            ? "no matching conversations" : "no conversations yet; start one with: waiter 'What is an API?'"
    }

    private func rows(
        _ list: [ConversationSummary],
        _ short: [ConversationID: String],
        _ context: CommandContext
    ) -> String {
        let (console, now) = (context.console, context.clock.date())
        let digits = "\(list.count)".count
        let cells = list.enumerated().map { index, line in
            [
                short[line.id] ?? line.id.text, ColumnText.padded("\(index + 1)", to: digits, alignsRight: true),
                LogDate.relative(line.usedAt, now: now),
                ColumnText.cut(line.model, to: 24), "\(line.turns)",
            ]
        }
        let widths = ColumnText.widths(of: cells)
        return zip(cells, list).map { cells, line in
            let start = zip(cells, widths).map { ColumnText.padded($0, to: $1) }.joined(separator: "  ") + "  "
            let room = console.output.size.columns - 1 - ColumnText.width(start)
            return start + ColumnText.cut(line.title, to: max(20, room)) + "\n"
        }.joined()
    }
}
