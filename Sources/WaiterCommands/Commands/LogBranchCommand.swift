package import ArgumentParser
internal import WaiterConversation
internal import WaiterStore
internal import WaiterTerminal

/// The `log branch` command, which starts a new conversation from the turns of another one.
package struct LogBranchCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "branch",
        abstract: "Begins a new conversation with the turns of another one.",
        usage: "waiter log branch [<id>] [--at <turn>]",
        discussion: """
            The new ID is written to standard output. The messages are shared, so this takes hardly any room.

            Examples:
              waiter log branch last --at 2
              waiter --id "$(waiter log branch last)" 'And the other way round?'
            """
    )

    @Argument(
        help: "An ID, 4 or more characters of an end of it, a number of the last list, a part of a title, or 'last'."
    )
    package var id = "last"

    @Option(
        name: .customLong("at"),
        help: ArgumentHelp("The last question, counted from 1, that comes along with its answer.", valueName: "turn")
    )
    package var turn: Int?

    package init() {}

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let log = try ConversationLog.required(in: context)
        let branch = try await log.store.branch(log.identify(id), at: turn)
        try context.console.write(branch.conversation.id.text + "\n")
        return .complete
    }
}
