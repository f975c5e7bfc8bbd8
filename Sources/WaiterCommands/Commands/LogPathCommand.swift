package import ArgumentParser
internal import WaiterTerminal

/// The `log path` command, which prints the path of the database.
package struct LogPathCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "path",
        abstract: "Print the path of the database that stores the conversations.",
        discussion: """
            Examples:
              waiter log path
              sqlite3 "$(waiter log path)" 'SELECT count(*) FROM message'
            """
    )

    package init() {}

    package func run(in context: CommandContext) async throws -> ExitStatus {
        try context.console.writeForeign(try context.requiredDirectories().database + "\n")
        return .complete
    }
}
