package import ArgumentParser
internal import WaiterLocal

/// The hidden `local run` command, which supervises the server and is run by `local start`.
package struct LocalRunCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Supervise the local server.",
        shouldDisplay: false
    )

    @Argument package var request: String

    package init() {}

    package func run(in context: CommandContext) async throws -> ExitStatus {
        do {
            try await LocalModel.supervise(request: request, environment: context.environment)
            return .complete
        } catch {
            // The error has already been reported to the command that waits for the server. In this process, standard
            // error is the server's log.
            return .failure
        }
    }
}
