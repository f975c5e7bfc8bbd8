package import ArgumentParser

/// The `completions` command, which groups the commands that print shell completion scripts.
package struct CompletionsCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Generate shell completion scripts.",
        discussion: """
            The scripts call waiter each time you press Tab, so they complete your current models, profiles, keys and \
            templates, and work with any version of waiter. 'make install' installs the scripts for bash, zsh and fish.

            Examples:
              source <(waiter completions bash)
              waiter completions fish > ~/.config/fish/completions/waiter.fish
            """,
        subcommands: [
            CompletionsBashCommand.self, CompletionsZshCommand.self, CompletionsFishCommand.self,
            CompletionsCandidatesCommand.self,
        ]
    )

    package init() {}
}
