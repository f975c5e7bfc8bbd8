package import ArgumentParser

/// A command that runs in a given context and returns its exit status.
package protocol WaiterSubcommand: ParsableCommand {
    /// Whether errors are written as JSON.
    var reportsJSON: Bool { get }
    /// Whether notices are suppressed.
    var isQuiet: Bool { get }

    /// Runs the command.
    ///
    /// - Throws: `CommandFailure`, or any error that `CommandRunner` can convert to one.
    func run(in context: CommandContext) async throws -> ExitStatus
}

/// A default subcommand whose arguments are arbitrary text rather than names.
package protocol TextSubcommand: WaiterSubcommand {}

extension WaiterSubcommand {
    package var reportsJSON: Bool { false }
    package var isQuiet: Bool { false }
}
