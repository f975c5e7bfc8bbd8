internal import ArgumentParser

/// Flags shared by all image and audio commands.
package struct MediaFlags: ParsableArguments {
    @Flag(
        name: .customLong("dry-run"),
        help: "Print the request as JSON without sending it; its maximum cost is printed to standard error."
    )
    package var dryRun = false

    @Flag(
        name: [.customShort("u"), .customLong("usage")],
        help: "Print token counts, timing and cost to standard error."
    )
    package var reportsUsage = false

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    @Flag(name: .shortAndLong, help: "Print requests, response headers and timing to standard error, with keys masked.")
    package var verbose = false

    package init() {}

    /// Returns the call that the flags describe.
    ///
    /// - Throws: `CommandFailure`.
    package func run(
        to purpose: String,
        _ server: Settings.Flags,
        _ spending: SpendingPlan,
        in context: CommandContext
    ) throws -> MediaRun {
        var run = try MediaRun(to: purpose, server, spending, isPreview: dryRun, in: context)
        (run.reportsUsage, run.isVerbose) = (reportsUsage, verbose)
        return run
    }

    package func validate() throws {
        if quiet, verbose { throw ValidationError("-q and -v cannot be combined") }
    }
}
