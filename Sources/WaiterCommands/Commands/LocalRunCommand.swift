package import ArgumentParser
internal import WaiterLocal

/// Watches over the server; started by `local start`, not by people.
package struct LocalRunCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Watches over the local server.",
        shouldDisplay: false
    )

    @Argument package var request: String

    package init() {}

    package func run(in context: CommandContext) async throws -> ExitStatus {
        do {
            try await LocalModel.supervise(request: request, environment: context.environment)
            return .complete
        } catch {
            // The command that waits for the server has been told why; standard error is the server's log here.
            return .failure
        }
    }
}
