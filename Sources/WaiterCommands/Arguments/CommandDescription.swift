package import ArgumentParser
internal import Waiter

/// What the parser knows of a command, for those who speak of commands: completion and the manual.
package struct CommandDescription: Sendable {
    package var name: String
    package var abstract: String
    package var discussion: String
    /// Those that help shows, positional ones in their order.
    package var arguments: [ArgumentDescription]

    /// Asks the parser, which writes its description as JSON.
    package init(_ command: any ParsableCommand.Type) {
        let json = (try? JSONValue(jsonText: command._dumpHelp()))?["command"] ?? .null
        name = json["commandName"]?.stringValue ?? ""
        abstract = json["abstract"]?.stringValue ?? ""
        discussion = json["discussion"]?.stringValue ?? ""
        arguments = (json["arguments"]?.arrayValue ?? []).compactMap(ArgumentDescription.init)
    }

    /// The commands within a command that help shows.
    package static func commands(in parent: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        parent.configuration.subcommands.filter { $0.configuration.shouldDisplay }
    }

    package static func name(of command: any ParsableCommand.Type) -> String {
        command.configuration.commandName ?? ""
    }
}
