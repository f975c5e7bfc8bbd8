package import ArgumentParser
internal import WaiterTerminal

/// The `completions zsh` command, which prints the completion script for zsh.
package struct CompletionsZshCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "zsh",
        abstract: "Prints the script for zsh.",
        discussion: """
            The first example is for ~/.zshrc, below compinit; for the second the directory must be in fpath.

            Examples:
              source <(waiter completions zsh)
              waiter completions zsh > ~/.zfunc/_waiter
            """
    )

    package init() {}

    package func run(in context: CommandContext) async throws -> ExitStatus {
        try context.console.write(CompletionShell.zsh.script)
        return .complete
    }
}
