package import ArgumentParser
internal import WaiterTerminal

/// The hidden `generate-manual` command, which prints the manual page for installation.
package struct GenerateManualCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        // This name was chosen because no prompt is likely to start with it.
        commandName: "generate-manual",
        abstract: "Print the manual page as roff.",
        discussion: """
            Examples:
              waiter generate-manual > waiter.1
              man -l <(waiter generate-manual)
            """,
        shouldDisplay: false
    )

    package init() {}

    package func run(in context: CommandContext) async throws -> ExitStatus {
        try context.console.write(ManualPage.text(of: WaiterCommand.tree))
        return .complete
    }
}
