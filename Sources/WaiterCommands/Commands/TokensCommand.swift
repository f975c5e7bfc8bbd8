package import ArgumentParser

/// The `tokens` command, which groups the commands for tokens.
package struct TokensCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "tokens",
        abstract: "Count tokens, convert text to and from token IDs, and truncate text.",
        discussion: """
            Works offline and is exact for all of OpenAI's encodings. Special tokens in the input are treated as plain \
            text.

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
