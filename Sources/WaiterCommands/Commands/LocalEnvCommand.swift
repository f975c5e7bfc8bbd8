package import ArgumentParser
internal import WaiterLocal
internal import WaiterPlatform
internal import WaiterTerminal

/// The `local env` command, which prints the environment variables that direct other programs to the local model.
package struct LocalEnvCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "env",
        abstract: "Start the local server and print environment variables that point other programs at it.",
        usage: "eval \"$(waiter local env)\"",
        discussion: """
            Prints OPENAI_BASE_URL and OPENAI_API_KEY, which the official libraries read. A new key is generated each \
            time the server starts. Requests without the key are rejected, because other users of this machine can \
            reach the port.

            Examples:
              eval "$(waiter local env)" && python my-program.py
              waiter local env --shell fish | source
            """
    )

    @Option(help: "The shell that evaluates the output (default: fish if SHELL is fish, else sh).")
    package var shell: Shell?

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    package init() {}

    package var isQuiet: Bool { quiet }

    /// A shell syntax for environment variables.
    package enum Shell: String, CaseIterable, Sendable, ExpressibleByArgument {
        case sh, fish
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
        let server = try await Interrupts.cancelling { try await serving.start(ServerOptions()) }
        let isFish = context.environment["SHELL"]?.split(separator: "/").last == "fish"
        try context.console.write(Self.lines(for: server, shell ?? (isFish ? .fish : .sh)))
        return .complete
    }

    private static func lines(for server: RunningServer, _ shell: Shell) -> String {
        [("OPENAI_BASE_URL", server.baseURL), ("OPENAI_API_KEY", server.key.value)].map { name, value in
            let word = ShellWord.quoted(value)
            return shell == .fish ? "set -gx \(name) \(word)\n" : "export \(name)=\(word)\n"
        }.joined()
    }
}
