package import ArgumentParser
internal import Waiter
internal import WaiterTerminal

/// The `keys scan` command, which finds keys in files.
package struct KeysScanCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Find API keys in files, staged changes or shell history.",
        usage: "waiter keys scan [<path> ...] [--staged | --history] [options]",
        discussion: """
            Prints the file, line, kind and masked key for each finding. Detects keys for OpenAI, Anthropic, Google, \
            AWS, GitHub and over a dozen other providers, as well as private keys. Placeholders are ignored. Keys \
            with \(AllowComment.text) on the same line or the line before are also ignored. In a Git working tree, \
            files that Git ignores are skipped. Nothing leaves this machine.

            To scan before every commit, put the following in .git/hooks/pre-commit and make the file executable:
              #!/bin/sh
              exec waiter keys scan --staged

            Exit codes: 0 if no key was found, 1 if a key was found, 2 if no key was found but a file was too large \
            or could not be read.

            Examples:
              waiter keys scan
              waiter keys scan --history
              git log -p | waiter keys scan -
            """
    )

    @Argument(help: "The files and directories to scan; '-' is standard input (default: the current directory).")
    package var paths: [String] = []

    @Flag(help: "Scan the staged changes that Git is about to commit.")
    package var staged = false

    @Flag(help: "Scan the shell history of bash, zsh and fish.")
    package var history = false

    @Flag(name: .customLong("no-ignore"), help: "Also scan files that Git ignores.")
    package var noIgnore = false

    @OptionGroup
    package var output: Output

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    package init() {}

    package var reportsJSON: Bool { output.json }
    package var isQuiet: Bool { quiet }

    package func validate() throws {
        if staged, history { throw ValidationError("--staged and --history cannot be combined") }
        if staged, paths.contains("-") { throw ValidationError("--staged does not read standard input") }
        if paths.contains("") { throw ValidationError("a path must not be empty") }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        defer { context.console.stopSpinner() }
        let scan = self
        let report = try await Interrupts.cancelling { try await scan.report(in: context) }
        if output.json { try Output.write(report.json, to: context.console) }
        context.console.notice("waiter: \(report.summary)")
        return report.status
    }

    private func report(in context: CommandContext) async throws -> ScanReport {
        var scan = KeyScan(
            environment: context.environment,
            console: context.console,
            clock: context.clock,
            writesJSON: output.json
        )
        if staged {
            try await scan.scanStaged(paths)
            return scan.report
        }
        if history { try scan.scan(histories: ShellHistory.files(environment: context.environment)) }
        let paths = paths.isEmpty && !history ? ["."] : paths
        try await scan.scan(paths: paths, asksGit: !noIgnore)
        return scan.report
    }
}
