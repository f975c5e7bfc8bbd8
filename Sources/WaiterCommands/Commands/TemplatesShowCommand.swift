package import ArgumentParser
internal import WaiterTerminal

/// The `templates show` command, which prints the content of a template file.
package struct TemplatesShowCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print the content of a template file.",
        discussion: """
            Examples:
              waiter templates show review
              waiter templates show review > review.md
            """
    )

    @Argument(help: "The name of the template.")
    package var name: String

    package init() {}

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let store = TemplateStore(directory: context.directories().templates)
        // Parse the template first, so that errors in the template are reported.
        let template = try store.template(named: name)
        guard let bytes = try store.bytes(of: template.name) else { return .failure }
        let text = String(decoding: bytes, as: UTF8.self)
        try context.console.writeForeign(text.hasSuffix("\n") ? text : text + "\n")
        return .complete
    }
}
