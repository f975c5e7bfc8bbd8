package import ArgumentParser
internal import Waiter
internal import WaiterConversation
internal import WaiterStore
package import WaiterTerminal

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The `log search` command, which searches conversations.
package struct LogSearchCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Search all messages, newest first.",
        usage: "waiter log search <term> ... [options]",
        discussion: """
            A message matches if it contains all terms, regardless of case and accents. Use quotation marks to match a \
            phrase ('"two words"') and an asterisk to match a prefix ('begin*'). -term excludes messages that contain \
            the term. If there is no other term, '-term' is searched for literally. The exit code is 0 if there is a \
            match; otherwise, it is 1.

            Examples:
              waiter log search merge conflict
              waiter log search '"exit code"' --since 30d
              waiter log search python -pip
            """
    )

    @Argument(help: "The search terms.")
    package var terms: [String]

    @OptionGroup
    package var filter: LogFilterFlags

    @Option(help: "Whether to highlight matches; auto does so on a terminal unless NO_COLOR is set.")
    package var color: ColorChoice = .auto

    @OptionGroup
    package var output: Output

    package init() {}

    package var reportsJSON: Bool { output.json }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        try await output.json ? search(in: context) : Pager.paging(context, search)
    }

    private func search(in context: CommandContext) async throws -> ExitStatus {
        let filter = try filter.filter(context.clock)
        let console = context.console
        let log = try ConversationLog.existing(in: context)
        let hits = try await log?.store.search(terms.joined(separator: " "), filter) ?? []
        if output.json {
            try Output.write(.array(hits.map(\.json)), to: console)
        } else if let log, console.output.isTerminal {
            let ids = hits.map(\.conversation.id)
            let short = try log.shortIDs(ids)
            let style = LogStyle(color, context)
            let (columns, now) = (console.output.size.columns - 1, context.clock.date())
            for (index, hit) in hits.enumerated() {
                let id = "\(short[hit.conversation.id] ?? hit.conversation.id.text)  \(index + 1)"
                try console.write(Self.lines(hit, id, style, columns, now: now))
            }
        } else {
            for hit in hits { try console.write(Self.line(hit)) }
        }
        if !output.json { log?.remember(hits.map(\.conversation.id)) }
        guard hits.isEmpty else { return .complete }
        console.notice("waiter: no matches")
        return .failure
    }

    private static func line(_ hit: SearchHit) -> String {
        let text = hit.excerpt.map(\.text).joined()
        let fields = [hit.conversation.id.text, LogDate.brief(hit.createdAt), hit.role.rawValue, text]
        return ColumnText.fields(fields) + "\n"
    }

    /// Formats a hit as a line with its location, followed by the excerpt.
    private static func lines(
        _ hit: SearchHit,
        _ id: String,
        _ style: LogStyle,
        _ columns: Int,
        now: Date
    ) -> String {
        let facts = "  \(LogDate.relative(hit.createdAt, now: now))  \(hit.role.rawValue)  \(hit.conversation.title)"
        var text = style.strong(id) + ColumnText.cut(facts, to: max(20, columns - id.count)) + "\n    "
        for piece in hit.excerpt {
            let safe = TerminalText.safe(piece.text).map { $0.isNewline || $0 == "\t" ? " " : $0 }
            text += piece.isMatch ? style.match(String(safe)) : String(safe)
        }
        return text + "\n"
    }
}

extension SearchHit {
    /// The hit as JSON.
    fileprivate var json: JSONValue {
        [
            "id": .string(conversation.id.text), "title": .string(conversation.title),
            "model": .string(conversation.model), "role": .string(role.rawValue),
            "created_at": .string(LogDate.exact(createdAt)),
            "excerpt": .array(excerpt.map { ["text": .string($0.text), "match": .bool($0.isMatch)] }),
        ]
    }
}
