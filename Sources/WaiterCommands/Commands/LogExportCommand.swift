package import ArgumentParser
internal import WaiterConversation
internal import WaiterLedger

/// Writes conversations for other programs and for people.
package struct LogExportCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes conversations as Markdown, JSON lines or OpenAI's messages.",
        usage: "waiter log export <id> ... | --all [--format <format>] [-o <file>]",
        discussion: """
            md is for people; jsonl loses nothing and can be imported again; openai is the array of messages that a \
            request carries, several of them a line each.

            Examples:
              waiter log export last > notes.md
              waiter log export --all --format jsonl -o backup.jsonl
            """
    )

    @Argument(help: "The conversations' IDs, their first 4 or more characters, or 'last'.")
    package var ids: [String] = []

    @Flag(help: "All conversations, the oldest first.")
    package var all = false

    @Option(help: "The form.")
    package var format: ExportFormat = .md

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("Write to this file, which must not be there yet.", valueName: "file")
    )
    package var output: String?

    package init() {}

    package func validate() throws {
        if ids.isEmpty != all { throw ValidationError("give the ID of a conversation, or --all") }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let log = try ConversationLog.required(in: context)
        let ids = all ? try log.ledger.conversations().map(\.id).sorted() : try log.identify(ids)
        let export = ConversationExport(format: format, isMany: ids.count > 1)
        guard let output else {
            try write(ids, log, export) { try context.console.writeForeign($0) }
            return .complete
        }
        let file = try ExportFile(output)
        do {
            try write(ids, log, export, to: file.write)
        } catch {
            try? file.close(isWhole: false)
            throw error
        }
        try file.close(isWhole: true)
        let count = "\(ids.count) conversation\(ids.count == 1 ? "" : "s")"
        context.console.notice(TerminalText.line("waiter: wrote \(count) to \(output)"))
        return .complete
    }

    private func write(
        _ ids: [ConversationID],
        _ log: ConversationLog,
        _ export: ConversationExport,
        to sink: (String) throws -> Void
    ) throws {
        for (place, id) in ids.enumerated() {
            let stored = try log.ledger.conversation(id)
            try sink(export.text(stored, log.ledger.summary(of: id), isFirst: place == 0))
        }
    }
}
