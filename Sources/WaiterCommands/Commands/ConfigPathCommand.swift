package import ArgumentParser
internal import Waiter
internal import WaiterConversation
internal import WaiterModels
internal import WaiterTerminal

/// Shows where the files lie.
package struct ConfigPathCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "path",
        abstract: "Prints the paths of all files and directories, which need not exist yet.",
        discussion: """
            WAITER_HOME moves all of them into one directory; otherwise the XDG variables hold.

            Examples:
              waiter config path
              ls -l "$(waiter config path templates)"
            """
    )

    @Argument(help: "Only this one, such as config or keys.")
    package var place: String?

    @Flag(help: "Write JSON.")
    package var json = false

    package init() {}

    package var reportsJSON: Bool { json }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let places = try context.directories().places
        if let place {
            guard let found = places.first(where: { $0.name == place }) else {
                let names = places.map(\.name)
                let nearest = NearestName.find(place, in: names).map { "did you mean '\($0)'? " } ?? ""
                throw CommandFailure.usage(
                    "there is no path '\(place)'",
                    nextStep: "\(nearest)there are \(names.joined(separator: ", "))"
                )
            }
            try context.console.write((json ? JSONValue.string(found.path).jsonText : found.path) + "\n")
        } else if json {
            let object = JSONObject(places.map { ($0.name, .string($0.path)) })
            try context.console.write(JSONValue.object(object).prettyJSONText + "\n")
        } else {
            try context.console.write(TextTable.text(places.map { [$0.name, $0.path] }))
        }
        return .complete
    }
}
