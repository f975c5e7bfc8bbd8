package import ArgumentParser
internal import Waiter
internal import WaiterTerminal

/// The `config show` command, which prints the effective configuration.
package struct ConfigShowCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows each value that a question would use, and where it comes from.",
        usage: "waiter config show [options]",
        discussion: """
            A flag wins over the environment, the environment over the profile, the profile over what 'waiter models \
            default' chose, that over the rest of the config file, and all over what is built in. The key is masked.

            Examples:
              waiter config show
              waiter config show -P ollama --json
            """
    )

    @Option(name: .shortAndLong, help: "The model, as it would be given to a question.")
    package var model: String?

    @OptionGroup
    package var output: Output

    @OptionGroup(title: "Server")
    package var server: ServerFlags

    package init() {}

    package var reportsJSON: Bool { output.json }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let settings = try Settings(
            flags: server.flags(model: model),
            environment: context.environment,
            directories: context.directories()
        )
        let values = EffectiveValue.all(of: settings, environment: context.environment)
        if output.json {
            let object = JSONObject(values.map { ($0.name, ["value": $0.json, "source": .string($0.source)]) })
            try Output.write(.object(object), to: context.console)
        } else {
            try context.console.writeForeign(TextTable.text(values.map { [$0.name, $0.text, $0.source] }))
        }
        return .complete
    }
}
