package import ArgumentParser
internal import Waiter
internal import WaiterLocal
internal import WaiterTerminal

/// The `local start` command, which starts the local server.
package struct LocalStartCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Start the local server if necessary and print its base URL.",
        usage: "waiter local start [options]",
        discussion: """
            To use the server with other OpenAI clients, run: eval "$(waiter local env)"

            Examples:
              waiter local start
              waiter local start --model-file ~/models/qwen.gguf --context 8192 --idle 3600
            """
    )

    @Option(name: .customLong("model-file"), help: "Serve this model file (GGUF) instead of the installed model.")
    package var modelFile: String?

    @Option(help: "The port on 127.0.0.1 (default: any free port).")
    package var port: Int?

    @Option(help: "The context window in tokens, shared by the prompt and the answer.")
    package var context: Int = 4096

    @Option(help: "The number of compute threads (default: one less than the number of cores, at most 8).")
    package var threads: Int?

    @Option(help: "Stop after this many seconds without a request.")
    package var idle: Int = 600

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    package init() {}

    package var isQuiet: Bool { quiet }

    package func validate() throws {
        if idle < 1 { throw ValidationError("--idle must be at least 1 second") }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let serving = LocalServing(
            model: LocalModel(
                directory: try context.requiredDirectories().localModel,
                environment: context.environment
            ),
            console: context.console,
            clock: context.clock
        )
        let options = ServerOptions(
            port: port,
            modelFile: modelFile,
            contextSize: self.context,
            threads: threads,
            idleTimeout: .seconds(idle)
        )
        let server = try await Interrupts.cancelling { try await serving.start(options) }
        try context.console.write(server.baseURL + "\n")
        return .complete
    }
}
