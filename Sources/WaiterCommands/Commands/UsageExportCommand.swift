package import ArgumentParser
internal import Waiter
internal import WaiterPlatform
internal import WaiterStore
internal import WaiterTerminal

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The `usage export` command, which exports the rows of the ledger.
package struct UsageExportCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Export one line per call with times, tokens and cost but no messages.",
        usage: "waiter usage export [--csv | --jsonl] [--since <day>]",
        discussion: """
            Examples:
              waiter usage export --csv --since 2026-01-01 > calls.csv
            """
    )

    @Flag(help: "Write comma-separated values (RFC 4180). This is the default.")
    package var csv = false

    @Flag(help: "Write one JSON object per line.")
    package var jsonl = false

    @Option(
        help: ArgumentHelp(
            "The start date or time, such as 2026-11-23, 2026-11, today, 12h or 30d (default: all).",
            valueName: "date"
        )
    )
    package var since: String?

    package init() {}

    package func validate() throws {
        if csv, jsonl { throw ValidationError("--csv and --jsonl cannot be combined") }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let console = context.console
        let first = try UsageStart(since ?? "all", now: context.clock.date()).date
        if !jsonl { try console.write(CSVLine.text(Attempt.fields.map(\.name))) }
        guard let ledger = try LedgerSource(directories: context.directories()).existing() else { return .complete }
        // Export in pages, so that a slow reader does not block other users of the ledger.
        var last = 0
        while true {
            let page = try await ledger.attempts(since: first, after: last, limit: 1000)
            let lines = page.map { jsonl ? JSONValue.object($0.members).jsonText + "\n" : CSVLine.text($0.cells) }
            try console.writeForeign(lines.joined())
            guard let end = page.last, page.count == 1000 else { return .complete }
            last = end.id
        }
    }
}
