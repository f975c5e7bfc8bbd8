package import ArgumentParser

/// The `tokens` command, which groups offline tokenizer commands.
package struct TokensCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "tokens",
        abstract: "Counts tokens, makes them, and cuts text to a number of them.",
        discussion: """
            Exact and offline, for all encodings of OpenAI. Special tokens in a text are text.

            Examples:
              git diff | waiter tokens count
              waiter tokens fit -m gpt-4o --reserve 2000 report.txt
            """,
        subcommands: [
            TokensCountCommand.self, TokensEncodeCommand.self, TokensDecodeCommand.self, TokensFitCommand.self,
        ],
        defaultSubcommand: TokensCountCommand.self
    )

    package init() {}
}
