package import ArgumentParser

/// The `completions` command, which groups the commands that print shell completion scripts.
package struct CompletionsCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Generate shell completion scripts.",
        discussion: """
            The scripts call waiter at each TAB, so they complete the current models, profiles, keys and templates, \
            and work with every version. 'make install' installs all three.

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
