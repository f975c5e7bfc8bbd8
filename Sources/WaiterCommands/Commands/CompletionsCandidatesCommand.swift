package import ArgumentParser
internal import WaiterTerminal

/// The hidden `completions candidates` command, which is called by the completion scripts.
package struct CompletionsCandidatesCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "candidates",
        abstract: "Print the completions of a command line.",
        shouldDisplay: false
    )

    @Option package var shell: String

    @Option(parsing: .unconditional) package var breaks = ""

    @Argument(parsing: .postTerminator) package var words: [String] = []

    @Flag(help: ArgumentHelp("Append descriptions to multiple candidates, for bash.", visibility: .hidden))
    package var describe = false

    package init() {}

    package func run(in context: CommandContext) async throws -> ExitStatus {
        guard let shell = CompletionShell(rawValue: shell) else { return .usage }
        let answer = shell.answer(
            to: words,
            in: WaiterCommand.tree,
            breaks: breaks,
            describes: describe,
            environment: context.environment
        )
        try context.console.write(answer)
        return .complete
    }
}
