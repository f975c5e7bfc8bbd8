package import ArgumentParser
internal import Waiter
internal import WaiterStore
internal import WaiterTerminal

/// The `usage import` command, which compares the ledger with the provider's export.
package struct UsageImportCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Compares the ledger with the provider's own export, for each day and model.",
        usage: "waiter usage import <file> [-P <profile> ...] [--json]",
        discussion: """
            Reads OpenAI's usage and costs by day: the JSON of its API, or a table (CSV) with the same names. Nothing is \
            changed. Where both say something else, both numbers stand: the ledger's / the provider's.

            Examples:
              waiter usage import costs.csv
            """
    )

    @Argument(help: "The export; '-' is standard input.")
    package var file: String

    @Option(
        name: [.customShort("P"), .customLong("profile")],
        help: "The profiles whose calls the export is of; repeatable (default: openai)."
    )
    package var profiles: [String] = []

    @OptionGroup
    package var output: Output

    @Flag(name: .shortAndLong, help: "Say nothing but errors on standard error.")
    package var quiet = false

    package init() {}

    package var reportsJSON: Bool { output.json }
    package var isQuiet: Bool { quiet }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let console = context.console
        let name = file == "-" ? "standard input" : file
        let export = try ProviderUsage(bytes(console), name: name)
        if let notice = export.notice { console.notice(TerminalText.line("waiter: \(notice)")) }
        let days = export.lines.map(\.day)
        guard let first = days.min(), let last = days.max() else { return .failure }
        let directories = try context.requiredDirectories()
        let names = BudgetNames(context: context, directories: directories)
        for doubt in profiles.compactMap({ names.doubt(profile: $0) }) {
            console.notice(TerminalText.line("waiter: \(doubt)"))
        }
        let ledger = try LedgerSource(directories: directories).existing()
        let wanted = Set(profiles.isEmpty ? ["openai"] : profiles)
        let ours = try ledger?.dailyUsage(profiles: wanted, from: first, through: last) ?? []
        let both = Reconciliation(ours, export.lines)
        if output.json {
            try Output.write(both.json, to: console)
        } else {
            try console.writeForeign(both.text)
        }
        let count = both.differences
        console.notice("waiter: \(count) of \(both.rows.count) lines differ")
        return .complete
    }

    private func bytes(_ console: Console) throws -> [UInt8] {
        if file == "-" { return try PromptReader.pipedBytes(console) }
        guard let found = try TextFile.read(file, limit: StandardInput.limit) else {
            throw CommandFailure.usage("no such file: \(file)")
        }
        return found.bytes
    }
}
