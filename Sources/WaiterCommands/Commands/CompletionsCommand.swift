package import ArgumentParser

/// The `completions` command, which groups the commands that print shell completion scripts.
package struct CompletionsCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Prints what makes a shell complete commands, options, models and more.",
        discussion: """
            The script asks waiter itself at each TAB, so that it knows the models, profiles, keys and templates of this \
            moment, and need not be made anew for another version. 'make install' installs all three.

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
