package import ArgumentParser
internal import Waiter
internal import WaiterBulk
internal import WaiterTerminal

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The `batch status` command, which shows runs and their progress.
package struct BatchStatusCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show runs with their progress, tokens and cost.",
        usage: "waiter batch status [<run>] [--watch | --json]",
        discussion: """
            Examples:
              waiter batch status
              waiter batch status results --watch
            """
    )

    @Argument(help: ArgumentHelp("The name of a run (default: all runs).", valueName: "run"))
    package var name: String?

    @Flag(help: "Keep showing progress until no process is working on the run.")
    package var watch = false

    @OptionGroup
    package var queue: BatchQueueFlags

    @OptionGroup
    package var output: Output

    package init() {}

    package var reportsJSON: Bool { output.json }

    package func validate() throws {
        if watch, output.json { throw ValidationError("--watch and --json cannot be combined") }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let console = context.console
        let queue = try await queue.source(context).existing()
        let runs = name == nil ? try await queue?.runs() ?? [] : []
        guard let name = name ?? (watch ? runs.first?.name : nil) else {
            if output.json {
                try Output.write(.array(runs.map(\.json)), to: console)
            } else if runs.isEmpty {
                console.notice("waiter: no runs; start one with: waiter batch run <input> -o <output>")
            } else {
                try console.writeForeign(TextTable.text([BulkStatus.header] + runs.map(\.cells)))
            }
            return .complete
        }
        guard let queue, var status = try await queue.status(of: name) else {
            throw BulkError(.unknownRun, "there is no run named '\(name)'")
        }
        if watch { status = try await follow(status, queue, context) }
        if output.json {
            try Output.write(status.json, to: console)
        } else {
            try console.writeForeign(status.lines.joined(separator: "\n") + "\n")
        }
        return .complete
    }

    /// Shows progress until no worker is processing the run. On a terminal, the progress is a single line that is
    /// rewritten. Otherwise, one line is printed per minute.
    private func follow(_ first: BulkStatus, _ queue: any BulkQueue, _ context: CommandContext) async throws
        -> BulkStatus
    {
        let console = context.console
        var status = first
        var lastLine: Duration?
        while status.isActive {
            let now = context.clock.now()
            let progress = status.progressText(at: Date()).map { ", \($0)" } ?? ""
            let text =
                "\(BatchProgress.bar(status.ended, status.total)) \(status.ended) of \(status.total)\(progress), \(status.costText)"
            if console.showsChangingLines {
                console.error.rewriteLine(text)
            } else if lastLine.map({ now - $0 >= .seconds(60) }) ?? true {
                console.say("waiter: \(text)")
                lastLine = now
            }
            try await Task.sleep(for: .seconds(1))
            guard let next = try await queue.status(of: status.name) else { break }
            status = next
        }
        if console.showsChangingLines { console.error.rewriteLine("") }
        return status
    }
}
