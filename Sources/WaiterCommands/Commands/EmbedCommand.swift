package import ArgumentParser

/// The `embed` command, which groups the commands for embedding vectors.
package struct EmbedCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "embed",
        abstract: "Compute embedding vectors and store them for similarity search.",
        usage: "waiter embed [<text> ...] [options]\nwaiter embed list | rm",
        discussion: """
            For the options, see 'waiter help embed texts'. To search stored texts, use 'waiter similar'.

            Examples:
              waiter embed 'a waiter' 'a kitchen'
              waiter embed --store notes -f 'notes/**/*.md'
              waiter similar notes 'how to brew coffee'
            """,
        subcommands: [EmbedTextsCommand.self, EmbedListCommand.self, EmbedRemoveCommand.self],
        defaultSubcommand: EmbedTextsCommand.self
    )

    package init() {}
}
