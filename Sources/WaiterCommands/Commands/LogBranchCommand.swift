package import ArgumentParser
internal import WaiterConversation
internal import WaiterStore
internal import WaiterTerminal

/// The `log branch` command, which branches a new conversation off an existing one.
package struct LogBranchCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "branch",
        abstract: "Branch a new conversation off an existing one.",
        usage: "waiter log branch [<id>] [--at <turn>]",
        discussion: """
            Prints the new ID to standard output. The messages are shared, so a branch takes up almost no space.

            Examples:
              waiter log branch last --at 2
              waiter --id "$(waiter log branch last)" 'And the other way around?'
            """
    )

    @Argument(
        help: """
            An ID, prefix or suffix (4 or more characters), a number from the most recent 'waiter log list', part of a \
            title, or 'last'.
            """
    )
    package var id = "last"

    @Option(
        name: .customLong("at"),
        help: ArgumentHelp("The last turn to include, counting from 1.", valueName: "turn")
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
