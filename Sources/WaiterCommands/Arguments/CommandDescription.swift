package import ArgumentParser
internal import Waiter

/// The parser's description of a command. The description is used for completion and for the manual page.
package struct CommandDescription: Sendable {
    package var name: String
    package var abstract: String
    package var discussion: String
    /// The arguments shown in the help, with positional arguments in order.
    package var arguments: [ArgumentDescription]

    /// Decodes the JSON description that the parser generates.
    package init(_ command: any ParsableCommand.Type) {
        let json = (try? JSONValue(jsonText: command._dumpHelp()))?["command"] ?? .null
        name = json["commandName"]?.stringValue ?? ""
        abstract = json["abstract"]?.stringValue ?? ""
        discussion = json["discussion"]?.stringValue ?? ""
        arguments = (json["arguments"]?.arrayValue ?? []).compactMap(ArgumentDescription.init)
    }

    /// Returns the visible subcommands of a command.
    package static func commands(in parent: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        parent.configuration.subcommands.filter { $0.configuration.shouldDisplay }
    }

    package static func name(of command: any ParsableCommand.Type) -> String {
        command.configuration.commandName ?? ""
    }
}
