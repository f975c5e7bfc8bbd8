package import ArgumentParser
internal import Waiter

/// The root command.
package struct WaiterCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "waiter",
        abstract: "Talk to large language models from the terminal.",
        usage: "waiter [ask] <prompt> [options]\nwaiter <command>",
        discussion: """
            Uses OpenAI if OPENAI_API_KEY is set; otherwise, uses the local model.

            Examples:
              waiter 'What is an API?'
              cat report.txt | waiter 'Summarize this in three sentences.'
              waiter local install

            Exit codes:
            \(exitCodes)
            """,
        version: WaiterVersion.current,
        subcommands: [
            AskCommand.self, ChatCommand.self, BatchCommand.self, LogCommand.self, UsageCommand.self,
            ModelsCommand.self, TokensCommand.self, EmbedCommand.self, SimilarCommand.self, FilesCommand.self,
            ImageCommand.self,
            TranscribeCommand.self, SpeakCommand.self, TemplatesCommand.self, KeysCommand.self, LocalCommand.self,
            ConfigCommand.self, DoctorCommand.self, LearnCommand.self, CompletionsCommand.self,
            GenerateManualCommand.self,
        ]
    )

    /// The command tree, for parsing, completion and documentation.
    package static var tree: CommandTree { CommandTree(root: WaiterCommand.self, usual: AskCommand.self) }

    package init() {}

    private static var exitCodes: String {
        ExitStatus.allCases.map { status in
            let code = "\(status.rawValue)"
            return String(repeating: " ", count: 5 - code.count) + code + "  " + status.meaning
        }.joined(separator: "\n")
    }
}
