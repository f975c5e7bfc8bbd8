package import ArgumentParser
internal import WaiterConversation
internal import WaiterStore
internal import WaiterTerminal

/// The `log rm` command, which removes conversations.
package struct LogRemoveCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "Remove conversations, including all requests and responses.",
        usage: "waiter log rm <id> ... [--yes]\nwaiter log rm --all | --older-than <age> [--yes]",
        discussion: """
            Asks for confirmation on a terminal; otherwise, --yes is required. Removal cannot be undone.

            Examples:
              waiter log rm last
              waiter log rm --older-than 90d --yes
            """
    )

    @Argument(
        help: """
            IDs, prefixes or suffixes (4 or more characters), numbers from the most recent 'waiter log list', parts of \
            titles, or 'last'.
            """
    )
    package var ids: [String] = []

    @Flag(help: "Remove all conversations.")
    package var all = false

    @Option(
        name: .customLong("older-than"),
        help: ArgumentHelp(
            "Remove conversations last used before this time, such as 90d (90 days ago) or 2026-11-01.",
            valueName: "age"
        )
    )
    package var age: String?

    @Flag(name: [.customShort("y"), .customLong("yes")], help: "Do not ask for confirmation.")
    package var yes = false

    package init() {}

    package func validate() throws {
        let ways = [!ids.isEmpty, all, age != nil].count { $0 }
        if ways == 0 { throw ValidationError("pass a conversation ID, --all or --older-than") }
        if ways > 1 { throw ValidationError("IDs, --all and --older-than cannot be combined") }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let console = context.console
        let before = try age.map { try LogDate.required($0, option: "--older-than", now: context.clock.date()) }
        let log = ids.isEmpty ? try ConversationLog.existing(in: context) : try ConversationLog.required(in: context)
        guard let log else {
            console.notice("waiter: no conversations yet")
            return .complete
        }
        let doomed =
            await ids.isEmpty
            ? try log.store.list().filter { line in before.map { line.usedAt < $0 } ?? true }
            : try log.identify(ids).map(log.store.summary)
        guard !doomed.isEmpty else {
            console.notice("waiter: no conversations are that old")
            return .complete
        }
        if !yes {
            guard StandardInput.isTerminal, console.error.isTerminal else {
                throw CommandFailure.usage("\(Self.count(doomed)) would be removed", nextStep: "confirm with --yes")
            }
            try Self.tell(doomed, try log.shortIDs(doomed.map(\.id)), console)
            let question = "Remove \(Self.count(doomed))?"
            guard try await Interrupts.cancelling({ try await Confirmation.ask(question, console) }) else {
                console.notice("waiter: nothing was removed")
                return .complete
            }
        }
        let count = try await log.store.remove(doomed.map(\.id))
        console.notice("waiter: removed \(count) conversation\(count == 1 ? "" : "s")")
        return .complete
    }

    private static func count(_ list: [ConversationSummary]) -> String {
        "\(list.count) conversation\(list.count == 1 ? "" : "s")"
    }

    private static func tell(_ list: [ConversationSummary], _ short: [ConversationID: String], _ console: Console)
        throws
    {
        let columns = console.error.size.columns - 1
        for line in list.prefix(10) {
            let turns = "\(line.turns) turn\(line.turns == 1 ? "" : "s")"
            let id = short[line.id] ?? line.id.text
            console.say(ColumnText.cut("  \(id)  \(turns)  \(line.title)", to: columns))
        }
        if list.count > 10 { console.say("  and \(list.count - 10) more") }
    }
}
