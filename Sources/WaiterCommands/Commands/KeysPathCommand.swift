package import ArgumentParser
internal import WaiterTerminal

/// The `keys path` command, which prints the path of the key file.
package struct KeysPathCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "path",
        abstract: "Print the path of the key file, whether or not it exists.",
        discussion: """
            Examples:
              waiter keys path
              ls -l "$(waiter keys path)"
            """
    )

    package init() {}

    package func run(in context: CommandContext) async throws -> ExitStatus {
        try context.console.writeForeign(try context.requiredDirectories().keyFile + "\n")
        return .complete
    }
}
