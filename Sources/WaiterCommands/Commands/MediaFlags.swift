internal import ArgumentParser

/// Flags of all commands for images and audio.
package struct MediaFlags: ParsableArguments {
    @Flag(name: [.customShort("u"), .customLong("usage")], help: "Print tokens, time and cost to standard error.")
    package var reportsUsage = false

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    @Flag(name: .shortAndLong, help: "Print requests, response headers and timing to standard error, with keys masked.")
    package var verbose = false

    package init() {}

    /// Returns the call of a command with these flags.
    ///
    /// - Throws: `CommandFailure`.
    package func run(
        to purpose: String,
        _ server: Settings.Flags,
        _ spending: SpendingPlan,
        in context: CommandContext
    ) throws -> MediaRun {
        var run = try MediaRun(to: purpose, server, spending, in: context)
        (run.reportsUsage, run.isVerbose) = (reportsUsage, verbose)
        return run
    }

    package func validate() throws {
        if quiet, verbose { throw ValidationError("-q and -v cannot be combined") }
    }
}
