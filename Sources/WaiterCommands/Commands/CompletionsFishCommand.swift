package import ArgumentParser
internal import WaiterTerminal

/// The `completions fish` command, which prints the completion script for fish.
package struct CompletionsFishCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "fish",
        abstract: "Generate the completion script for fish.",
        discussion: """
            fish automatically loads the file that the first example writes. The second example applies to the \
            current session only.

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
