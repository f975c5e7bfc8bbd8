package import ArgumentParser
internal import WaiterTerminal

/// Prints the manual page, for those who install it.
package struct GenerateManualCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        // A word that begins no question.
        commandName: "generate-manual",
        abstract: "Prints the manual page in the language of man.",
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
