package import ArgumentParser

/// The conversations that are kept.
package struct LogCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Lists, shows, searches, exports and imports what was asked and answered.",
        discussion: """
            An ID may be shortened to any beginning of 4 or more characters that no other has; 'last' is the \
            conversation that was used last.

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
