package import ArgumentParser
internal import WaiterTerminal

/// Shows a template's file.
package struct TemplatesShowCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows a template as it stands in its file.",
        discussion: """
            Examples:
              waiter templates show review
              waiter templates show review > review.md
            """
    )

    @Argument(help: "The template's name.")
    package var name: String

    package init() {}

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let store = TemplateStore(directory: context.directories().templates)
        // Says what is wrong with it, where something is.
        let template = try store.template(named: name)
        guard let bytes = try store.bytes(of: template.name) else { return .failure }
        let text = String(decoding: bytes, as: UTF8.self)
        try context.console.writeForeign(text.hasSuffix("\n") ? text : text + "\n")
        return .complete
    }
}
