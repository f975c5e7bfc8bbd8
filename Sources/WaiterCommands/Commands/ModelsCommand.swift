package import ArgumentParser

/// The `models` command, which groups commands about models.
package struct ModelsCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "Lists models and their prices, chooses the default, and gives them short names.",
        discussion: """
            Examples:
              waiter models -q gpt
              waiter models default llama3:8b -P ollama
            """,
        subcommands: [
            ModelsListCommand.self, ModelsShowCommand.self, ModelsDefaultCommand.self, ModelsAliasCommand.self,
            ModelsUpdateCommand.self,
        ],
        defaultSubcommand: ModelsListCommand.self
    )

    package init() {}
}
