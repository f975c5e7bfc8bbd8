package import ArgumentParser
internal import Waiter
internal import WaiterTerminal

/// The `config show` command, which prints the effective configuration.
package struct ConfigShowCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the effective configuration and the source of each value.",
        usage: "waiter config show [options]",
        discussion: """
            Values come from these sources, in order of precedence: flags, the environment, the profile, 'waiter \
            models default', the rest of the config file, and the built-in defaults. The key is masked.

            Examples:
              waiter config show
              waiter config show -P ollama --json
            """
    )

    @Option(name: .shortAndLong, help: "The model to use (default: the profile's).")
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
