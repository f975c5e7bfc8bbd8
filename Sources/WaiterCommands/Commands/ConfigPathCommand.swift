package import ArgumentParser
internal import Waiter
internal import WaiterConversation
internal import WaiterModels
internal import WaiterTerminal

/// The `config path` command, which prints the paths of the files and directories that waiter uses.
package struct ConfigPathCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "path",
        abstract: "Print the paths of the files and directories that waiter uses, whether or not they exist.",
        discussion: """
            If WAITER_HOME is set, all files and directories are in the directory that it specifies. Otherwise, the \
            XDG environment variables determine the paths.

            Examples:
              waiter config path
              ls -l "$(waiter config path templates)"
            """
    )

    @Argument(help: "Print only the path of this file or directory, such as config or keys.")
    package var place: String?

    @OptionGroup
    package var output: Output

    package init() {}

    package var reportsJSON: Bool { output.json }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let places = try context.requiredDirectories().places
        if let place {
            guard let found = places.first(where: { $0.name == place }) else {
                let names = places.map(\.name)
                let nearest = NearestName.find(place, in: names).map { "did you mean '\($0)'? " } ?? ""
                throw CommandFailure.usage(
                    "unknown path '\(place)'",
                    nextStep: "\(nearest)available: \(names.joined(separator: ", "))"
                )
            }
            if output.json {
                try Output.write(.string(found.path), to: context.console)
            } else {
                try context.console.writeForeign(found.path + "\n")
            }
        } else if output.json {
            let object = JSONObject(places.map { ($0.name, .string($0.path)) })
            try Output.write(.object(object), to: context.console)
        } else {
            try context.console.write(TextTable.text(places.map { [$0.name, $0.path] }))
        }
        return .complete
    }
}
