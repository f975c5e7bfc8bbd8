package import ArgumentParser
internal import WaiterTerminal

/// The `templates edit` command, which opens a template in the user's editor.
package struct TemplatesEditCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "edit",
        abstract: "Edit or create a template in your editor.",
        discussion: """
            Uses $VISUAL if it is set, otherwise $EDITOR, otherwise vi. The template is validated when the editor exits.

            Examples:
              waiter templates edit review
              EDITOR=nano waiter templates edit review
            """
    )

    @Argument(help: "The name of the template.")
    package var name: String

    package init() {}

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let store = TemplateStore(directory: try context.requiredDirectories().templates)
        let path = try store.path(of: name)
        let isNew = try store.create(name)
        do {
            try await Editor(environment: context.environment).edit(path)
        } catch {
            if isNew, try store.bytes(of: name)?.isEmpty == true { try? store.remove(name) }
            throw error
        }
        if isNew, try store.bytes(of: name)?.isEmpty ?? true {
            try? store.remove(name)
            context.console.notice("waiter: nothing was saved")
            return .complete
        }
        _ = try store.template(named: name)
        return .complete
    }
}
