package import ArgumentParser
internal import WaiterTerminal

/// The `completions bash` command, which prints the completion script for bash.
package struct CompletionsBashCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "bash",
        abstract: "Generate the completion script for bash.",
        discussion: """
            Add the first example to ~/.bashrc. The second example requires the bash-completion package and bash 4 or \
            newer.

            Examples:
              source <(waiter completions bash)
              waiter completions bash > ~/.local/share/bash-completion/completions/waiter
            """
    )

    package init() {}

    package func run(in context: CommandContext) async throws -> ExitStatus {
        try context.console.write(CompletionShell.bash.script)
        return .complete
    }
}
