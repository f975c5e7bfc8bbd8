package import ArgumentParser
internal import WaiterTerminal

/// The `completions fish` command, which prints the completion script for fish.
package struct CompletionsFishCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "fish",
        abstract: "Prints the script for fish.",
        discussion: """
            fish finds the file of the first example by itself; the second holds for one session.

            Examples:
              waiter completions fish > ~/.config/fish/completions/waiter.fish
              waiter completions fish | source
            """
    )

    package init() {}

    package func run(in context: CommandContext) async throws -> ExitStatus {
        try context.console.write(CompletionShell.fish.script)
        return .complete
    }
}
