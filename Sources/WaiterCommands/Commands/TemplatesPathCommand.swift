package import ArgumentParser
internal import WaiterTerminal

/// The `templates path` command, which prints the path of the template directory.
package struct TemplatesPathCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "path",
        abstract: "Print the path of the template directory.",
        discussion: """
            Examples:
              waiter templates path
              ls "$(waiter templates path)"
            """
    )

    package init() {}

    package func run(in context: CommandContext) async throws -> ExitStatus {
        try context.console.writeForeign(try context.requiredDirectories().templates + "\n")
        return .complete
    }
}
