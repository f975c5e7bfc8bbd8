package import ArgumentParser
internal import Waiter
internal import WaiterStore
internal import WaiterTerminal

/// The `usage import` command, which compares the ledger with the provider's export.
package struct UsageImportCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Compare recorded usage with a provider's export, by day and model.",
        usage: "waiter usage import <file> [-P <profile> ...] [--json]",
        discussion: """
            Reads OpenAI's daily usage and costs, either as JSON from OpenAI's API or as CSV whose column names match \
            the JSON field names. No data is changed. If the numbers differ, both numbers are shown, with the \
            recorded number first.

            Examples:
              waiter usage import costs.csv
            """
    )

    @Argument(help: "The export file; '-' is standard input.")
    package var file: String

    @Option(
        name: [.customShort("P"), .customLong("profile")],
        help: "The profiles that the export covers (repeatable; default: openai)."
    )
    package var profiles: [String] = []

    @OptionGroup
    package var output: Output

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
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
