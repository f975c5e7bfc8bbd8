package import ArgumentParser
internal import Waiter

/// Lists models.
package struct ModelsListCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the models that are known here, or those that a server has.",
        usage: "waiter models [list] [-q <term> ...] [--remote] [options]",
        discussion: """
            Without --remote nothing is asked and no key is needed: shown are the defaults of the profiles, your aliases, \
            the model on this machine, and what --remote has listed before. The columns are the profile, the model, \
            its date, its owner, and what else is known.

            Examples:
              waiter models
              waiter models --remote -q gpt -q mini
            """
    )

    @Flag(help: "Ask the server of the profile.")
    package var remote = false

    @Option(
        name: [.customShort("q"), .customLong("query")],
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Only models with this in their name. Repeatable: all must match.", valueName: "term")
    )
    package var terms: [String] = []

    @Flag(help: "Write JSON.")
    package var json = false

    @OptionGroup(title: "Server")
    package var server: ServerFlags

    package init() {}

    package var reportsJSON: Bool { json }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let flags = server.flags(model: nil)
        var fresh: ListedModels?
        if remote {
            fresh = try await Interrupts.cancelling {
                try await ModelServer(flags: flags, context: context).list()
            }
        }
        let isOne = remote || flags.profile != nil
        let known = try KnownModels(
            flags: flags,
            environment: context.environment,
            directories: context.directories(),
            includesAll: !isOne,
            fresh: fresh
        )
        let shown = known.models.filter { model in
            remote ? model.listedAt != nil : !isOne || model.profile != nil
        }
        let models = shown.filter { $0.matches(terms) }
        if json {
            try context.console.write(JSONValue.array(models.map(\.json)).prettyJSONText + "\n")
        } else {
            try context.console.writeForeign(TextTable.text(models.map(\.row)))
        }
        if let notice = notice(found: !models.isEmpty, known) { context.console.notice(TerminalText.line(notice)) }
        return .complete
    }

    private func notice(found: Bool, _ known: KnownModels) -> String? {
        if !found, !terms.isEmpty {
            return "waiter: no model matches \(terms.map { "'\($0)'" }.joined(separator: " and "))"
        }
        if remote { return found ? nil : "waiter: the server has no models" }
        // How to get the model on this machine is not a matter of asking.
        let names = known.emptyProfiles.filter { $0 != "local" }
        guard terms.isEmpty, let first = names.first else { return nil }
        let command = "waiter models --remote -P \(ShellWord.quoted(first))"
        return "waiter: no model of \(names.joined(separator: ", ")) is known yet: \(command)"
    }
}
