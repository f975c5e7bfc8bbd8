package import ArgumentParser
internal import WaiterLocal
internal import WaiterTerminal

/// The `local install` command, which installs the local model.
package struct LocalInstallCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Download llama.cpp's server and SmolLM2-135M-Instruct (about 130 MB).",
        discussion: """
            Requires Python 3.9 or newer and about 600 MB of disk space. It is safe to run the command again: \
            components that are already installed are kept.

            Examples:
              waiter local install
              waiter local install --reinstall
            """
    )

    @Flag(help: "Reinstall everything to repair a damaged installation.")
    package var reinstall = false

    @Flag(name: .customLong("engine-only"), help: "Install only the server, for use with your own model file.")
    package var engineOnly = false

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    package init() {}

    package var isQuiet: Bool { quiet }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let directory = try context.requiredDirectories().localModel
        let serving = LocalServing(
            model: LocalModel(directory: directory, environment: context.environment),
            console: context.console,
            clock: context.clock
        )
        let (includesModel, reinstall) = (!engineOnly, reinstall)
        try await Interrupts.cancelling {
            try await serving.install(includingModel: includesModel, reinstall: reinstall)
        }
        context.console.notice("the local model is installed in \(directory); try it with: waiter -P local 'Hello!'")
        return .complete
    }
}
