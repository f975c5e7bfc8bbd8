package import ArgumentParser

/// The `log` command, which groups commands about stored conversations.
package struct LogCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Lists, shows, searches, exports and imports what was asked and answered.",
        discussion: """
            A conversation is named by its ID, by 4 or more characters of its beginning or end that no other has, by its \
            number in the last list, by a part of its title, or by 'last', which is the one that was used last.

            Examples:
              waiter log
              waiter log search merge conflict
              waiter log show last
            """,
        subcommands: [
            LogListCommand.self, LogShowCommand.self, LogSearchCommand.self, LogRenameCommand.self,
            LogBranchCommand.self, LogRemoveCommand.self, LogExportCommand.self, LogImportCommand.self,
            LogPathCommand.self,
        ],
        defaultSubcommand: LogListCommand.self
    )

    package init() {}
}
