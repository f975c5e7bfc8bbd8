package import ArgumentParser
internal import Waiter
internal import WaiterTerminal

/// The `templates list` command, which lists the templates.
package struct TemplatesListCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List templates with the first few words of each.",
        discussion: """
            Examples:
              waiter templates list
              waiter templates list --json
            """
    )

    @OptionGroup
    package var output: Output

    package init() {}

    package var reportsJSON: Bool { output.json }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let store = TemplateStore(directory: context.directories().templates)
        let names = try store.names()
        // An invalid template must not prevent the other templates from being listed.
        let entries = names.map { name in (name: name, template: Result { try store.template(named: name) }) }
        if output.json {
            let values = entries.map { Self.json($0.name, try? $0.template.get()) }
            try Output.write(.array(values), to: context.console)
            return .complete
        }
        if names.isEmpty {
            context.console.notice("waiter: no templates; create one with: waiter --save-template NAME ...")
        }
        let rows = entries.map { name, template in
            [TerminalText.line(name), TerminalText.line(Self.summary(template))]
        }
        try context.console.write(TextTable.text(rows))
        return .complete
    }

    private static func summary(_ result: Result<Template, any Error>) -> String {
        switch result {
        case .success(let template):
            let text = template.system.map { "\($0) | \(template.prompt)" } ?? template.prompt
            let line = TerminalText.line(text)
            return line.count > 60 ? line.prefix(59) + "…" : line
        case .failure(let error): return "(\((error as? CommandFailure)?.what ?? "unreadable"))"
        }
    }

    private static func json(_ name: String, _ template: Template?) -> JSONValue {
        guard let template else { return ["name": .string(name), "error": "unreadable"] }
        return [
            "name": .string(name),
            "prompt": .string(template.prompt),
            "system": template.system.map { .string($0) } ?? .null,
            "model": template.model.map { .string($0) } ?? .null,
            "options": .object(template.options),
            "defaults": .object(template.defaults),
            "extract": .bool(template.extractsCode),
        ]
    }
}
