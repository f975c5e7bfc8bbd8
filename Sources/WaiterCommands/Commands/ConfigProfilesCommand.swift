package import ArgumentParser
internal import Waiter
internal import WaiterModels
internal import WaiterTerminal

/// The `config profiles` command, which lists the profiles in the config file and the built-in profiles.
package struct ConfigProfilesCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "profiles",
        abstract: "List all profiles or show one profile and the known quirks of its server.",
        usage: "waiter config profiles [<profile>] [--json]",
        discussion: """
            Lists the profiles in the config file and the built-in profiles, which need no settings other than a key. \
            Choose a profile with -P, WAITER_PROFILE or "profile" in the config file.

            Examples:
              waiter config profiles
              waiter config profiles mistral
            """
    )

    @Argument(help: "The profile to show.")
    package var profile: String?

    @OptionGroup
    package var output: Output

    package init() {}

    package var reportsJSON: Bool { output.json }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let listed = try ListedProfile.all(environment: context.environment, directories: context.directories())
        guard let profile else {
            if output.json {
                try Output.write(.array(listed.map(\.json)), to: context.console)
            } else {
                try context.console.writeForeign(TextTable.text(listed.map(\.row)))
            }
            return .complete
        }
        guard let found = listed.first(where: { $0.name == profile }) else {
            let nearest = NearestName.find(profile, in: listed.map(\.name)).map { "did you mean '\($0)'?" }
            throw CommandFailure.usage(
                "unknown profile '\(profile)'",
                nextStep: nearest ?? "see: waiter config profiles"
            )
        }
        if output.json {
            try Output.write(found.json, to: context.console)
        } else {
            try context.console.writeForeign(TextTable.text(found.details))
        }
        return .complete
    }
}
