package import ArgumentParser
internal import WaiterConversation
internal import WaiterStore
internal import WaiterTerminal

/// The `log export` command, which exports conversations as Markdown or JSON.
package struct LogExportCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Export conversations as Markdown, JSON lines or OpenAI messages.",
        usage: "waiter log export <id> ... | --all [--format <format>] [-o <file>]",
        discussion: """
            The md format is human-readable. The jsonl format is lossless and can be re-imported. The openai format is \
            the messages array of a request; if there is more than one conversation, each array is on its own line.

            Examples:
              waiter log export last > notes.md
              waiter log export --all --format jsonl -o backup.jsonl
            """
    )

    @Argument(
        help: """
            IDs, prefixes or suffixes (4 or more characters), numbers from the most recent 'waiter log list', parts of \
            titles, or 'last'.
            """
    )
    package var ids: [String] = []

    @Flag(help: "Export all conversations, oldest first.")
    package var all = false

    @Option(help: "The export format.")
    package var format: ExportFormat = .md

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("Write to this file, which must not already exist.", valueName: "file")
    )
    package var output: String?

    package init() {}

    package func validate() throws {
        if ids.isEmpty != all { throw ValidationError("pass a conversation ID, or --all") }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let log = try ConversationLog.required(in: context)
        let wanted: (ids: [ConversationID], isWhole: Bool)
        if all { wanted = try await log.store.findableIDs() } else { wanted = (try log.identify(ids), true) }
        let export = ConversationExport(format: format, isMany: wanted.ids.count > 1)
        var damaged: [ConversationID] = []
        if let output {
            let file = try ExportFile(output)
            do {
                damaged = try write(wanted.ids, log, export, to: file.write)
            } catch {
                try? file.close(isWhole: false)
                throw error
            }
            try file.close(isWhole: true)
            let count = wanted.ids.count - damaged.count
            let words = "\(count) conversation\(count == 1 ? "" : "s")"
            context.console.notice(TerminalText.line("waiter: wrote \(words) to \(output)"))
        } else {
            damaged = try write(wanted.ids, log, export) { try context.console.writeForeign($0) }
        }
        guard wanted.isWhole, damaged.isEmpty else { throw Self.failure(damaged) }
        return .complete
    }

    /// Exports every readable conversation.
    ///
    /// - Returns: The IDs of the conversations that could not be read and were skipped. Without `--all`, the array is
    ///   empty.
    private func write(
        _ ids: [ConversationID],
        _ log: ConversationLog,
        _ export: ConversationExport,
        to sink: (String) throws -> Void
    ) throws -> [ConversationID] {
        var damaged: [ConversationID] = []
        for (place, id) in ids.enumerated() {
            let text: String
            do {
                let stored = try log.store.conversation(id)
                text = try export.text(stored, log.store.summary(of: id), isFirst: place == damaged.count)
            } catch let error as StoreError where all && [.damaged, .unknownConversation].contains(error.code) {
                damaged.append(id)
                continue
            }
            try sink(text)
        }
        return damaged
    }

    private static func failure(_ damaged: [ConversationID]) -> CommandFailure {
        var failure = CommandFailure(
            .failure,
            damaged.isEmpty
                ? "the list of conversations is damaged; some may be missing"
                : "\(damaged.count) conversation\(damaged.count == 1 ? " is" : "s are") damaged and were not exported",
            nextStep: "see: waiter doctor",
            kind: "damaged"
        )
        failure.details = damaged.isEmpty ? nil : damaged.map(\.text).joined(separator: "\n")
        return failure
    }
}
