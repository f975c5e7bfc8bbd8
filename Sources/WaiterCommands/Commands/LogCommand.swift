package import ArgumentParser

/// The `log` command, which groups the commands for stored conversations.
package struct LogCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "List, show, search, export and import conversations.",
        discussion: """
            A conversation is identified by its ID, by a unique prefix or suffix of the ID (4 or more characters), by \
            its number in the most recent 'waiter log list', by part of its title, or by 'last' for the most recent one.

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
