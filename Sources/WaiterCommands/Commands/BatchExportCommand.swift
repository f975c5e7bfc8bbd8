package import ArgumentParser
internal import Waiter
internal import WaiterBulk
internal import WaiterTerminal

/// The `batch export` command, which writes the results of a run.
package struct BatchExportCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the results that a run has produced so far.",
        usage: "waiter batch export <run> [-o <output>] [--ordered]",
        discussion: """
            Examples:
              waiter batch export results > results.jsonl
              waiter batch export results -o results.jsonl --ordered
            """
    )

    @Argument(help: ArgumentHelp("The name of the run.", valueName: "run"))
    package var name: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Write to this file, replacing it if it exists (default: standard output).",
            valueName: "output"
        )
    )
    package var output: String?

    @Flag(help: "Write the results in input order instead of completion order.")
    package var ordered = false

    @OptionGroup
    package var queue: BatchQueueFlags

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    package init() {}

    package var isQuiet: Bool { quiet }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let queue = try await queue.source(context).existing(for: name)
        let run = BulkRun(name, in: queue)
        if let output {
            try BatchOutput.check(output)
            let count = try await BatchOutput.write(run, to: output, ordered: ordered)
            context.console.notice(TerminalText.line("waiter: wrote \(count) results to \(output)"))
            return .complete
        }
        for try await result in run.results(ordered: ordered) {
            try context.console.writeForeign(result.json.jsonText + "\n")
        }
        return .complete
    }
}
