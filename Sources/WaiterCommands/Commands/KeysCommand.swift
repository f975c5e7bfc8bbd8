package import ArgumentParser

/// The `keys` command, which groups the commands for API keys.
package struct KeysCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Store API keys and scan files for leaked ones.",
        discussion: """
            Keys are stored in keys.json, which only you can read. A built-in profile that needs a key uses the key \
            with the same name, such as openai. For your own profiles, set "key" in the config file to the name of a \
            stored key.

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
