package import ArgumentParser
internal import WaiterTerminal

/// The `templates rm` command, which removes a template.
package struct TemplatesRemoveCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "Remove a template.",
        discussion: """
            Examples:
              waiter templates rm review
              waiter templates list
            """
    )

    @Argument(help: "The name of the template.")
    package var name: String

    package init() {}

    package func run(in context: CommandContext) async throws -> ExitStatus {
        try TemplateStore(directory: try context.requiredDirectories().templates).remove(name)
        context.console.notice(TerminalText.line("waiter: removed the template '\(name)'"))
        return .complete
    }
}
