package import ArgumentParser

/// A command that runs in a given context and answers with its exit code.
package protocol WaiterSubcommand: ParsableCommand {
    /// Whether errors are to be written as JSON.
    var reportsJSON: Bool { get }
    /// Whether notices are to be left out.
    var isQuiet: Bool { get }

    /// Does the work.
    ///
    /// - Throws: `CommandFailure`, or anything that `CommandRunner` knows to translate.
    func run(in context: CommandContext) async throws -> ExitStatus
}

extension WaiterSubcommand {
    package var reportsJSON: Bool { false }
    package var isQuiet: Bool { false }
}
