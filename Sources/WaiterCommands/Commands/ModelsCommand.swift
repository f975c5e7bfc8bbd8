package import ArgumentParser

/// The `models` command, which groups the commands for models.
package struct ModelsCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "List models and their prices, set the default, and define aliases.",
        discussion: """
            Examples:
              waiter models --query gpt
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
