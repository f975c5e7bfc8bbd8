package import ArgumentParser
internal import WaiterTerminal

/// The `log import` command, which imports conversations from files.
package struct LogImportCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import conversations from waiter exports, ChatGPT exports or OpenAI messages.",
        discussion: """
            The format is detected from the content. The file can be JSON lines exported by waiter or a ChatGPT export \
            (the zip file or the conversations.json in it). Message arrays and objects with a 'messages' field are \
            also accepted, either as a single JSON value or with one value per line. Nothing is overwritten or \
            duplicated.

            Examples:
              waiter log import backup.jsonl
              waiter log import chatgpt-export.zip
              cat messages.json | waiter log import -
            """
    )

    @Argument(help: "The files to import; '-' is standard input.")
    package var files: [String]

    package init() {}

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let (files, console, clock) = (files, context.console, context.clock)
        let directories = try context.requiredDirectories()
        return try await Interrupts.cancelling {
            let work = ConversationImport(into: LedgerSource(directories: directories), console: console, clock: clock)
            for file in files { try work.add(file) }
            console.notice("waiter: \(work.summary)")
            return .complete
        }
    }
}
