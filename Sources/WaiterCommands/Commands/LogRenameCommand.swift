package import ArgumentParser
internal import WaiterConversation
internal import WaiterStore
internal import WaiterTerminal

/// The `log rename` command, which changes the title of a conversation.
package struct LogRenameCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "rename",
        abstract: "Set the title of a conversation; an empty title restores the default title.",
        discussion: """
            Examples:
              waiter log rename last Holiday in Rome
              waiter log rename 01k9xq2m ''
            """
    )

    @Argument(
        help: """
            An ID, prefix or suffix (4 or more characters), a number from the most recent 'waiter log list', part of a \
            title, or 'last'.
            """
    )
    package var id: String

    @Argument(help: "The new title.")
    package var title: [String]

    package init() {}

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let log = try ConversationLog.required(in: context)
        let id = try log.identify(id)
        let words = title.flatMap { $0.split(whereSeparator: \.isWhitespace) }
        try await log.store.rename(id, to: words.joined(separator: " "))
        let summary = try await log.store.summary(of: id)
        context.console.notice(TerminalText.line("waiter: renamed \(id) to '\(summary.title)'"))
        return .complete
    }
}
