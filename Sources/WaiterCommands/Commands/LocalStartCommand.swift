package import ArgumentParser
internal import Waiter
internal import WaiterLocal
internal import WaiterTerminal

/// The `local start` command, which starts the local server.
package struct LocalStartCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Starts the local model's server, if it does not run yet, and prints its base URL.",
        usage: "waiter local start [options]",
        discussion: """
            Any program that speaks OpenAI's protocol can use it, with the key of this start: eval "$(waiter local env)".

            Examples:
              waiter local start
              waiter local start --model-file ~/models/qwen.gguf --context 8192 --idle 3600
            """
    )

    @Option(name: .customLong("model-file"), help: "A model in the GGUF format instead of the installed one.")
    package var modelFile: String?

    @Option(help: "The port on 127.0.0.1 (default: any free one).")
    package var port: Int?

    @Option(help: "The tokens that one request may use, prompt and answer together.")
    package var context: Int = 4096

    @Option(help: "The threads that compute (default: one less than there are cores).")
    package var threads: Int?

    @Option(help: "Stop after so many seconds without a request.")
    package var idle: Int = 600

    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
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
