package import ArgumentParser

/// The `keys` command, which groups the commands for API keys.
package struct KeysCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Store API keys, and scan files for leaked ones.",
        discussion: """
            Keys are stored in keys.json, which only you can read. The openai profile uses the key named openai; \
            other profiles specify their key with "key" in the config file.

            Examples:
              waiter keys set openai
              waiter keys scan --staged
            """,
        subcommands: [
            KeysSetCommand.self, KeysListCommand.self, KeysRemoveCommand.self, KeysPathCommand.self,
            KeysScanCommand.self,
        ]
    )

    package init() {}
}
