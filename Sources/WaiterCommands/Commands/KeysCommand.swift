package import ArgumentParser

/// The `keys` command, which groups commands about API keys.
package struct KeysCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Keeps API keys, and finds those that lie about.",
        discussion: """
            Keys are kept in keys.json, which only you can read. The profile openai uses the key of that name; others \
            name theirs with "key" in the config file.

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
