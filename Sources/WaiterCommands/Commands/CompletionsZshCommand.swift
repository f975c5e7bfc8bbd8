package import ArgumentParser
internal import WaiterTerminal

/// The `completions zsh` command, which prints the completion script for zsh.
package struct CompletionsZshCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "zsh",
        abstract: "Generate the completion script for zsh.",
        discussion: """
            Add the first example to ~/.zshrc, after compinit. The second example requires ~/.zfunc to be in your fpath.

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
