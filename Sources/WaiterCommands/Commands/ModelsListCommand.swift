package import ArgumentParser
internal import Waiter
internal import WaiterConversation
internal import WaiterModels
internal import WaiterPlatform
internal import WaiterTerminal

/// The `models list` command, which lists models.
package struct ModelsListCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List known models or the models that a server offers.",
        usage: "waiter models [list] [--remote | --catalogue] [options]",
        discussion: """
            Without --remote, lists the profiles' default models, your aliases, the local model, and models previously \
            listed with --remote; no server is contacted and no key is needed. With --catalogue, lists all models whose \
            limits and prices are known. Prices are in dollars per million tokens.

            Examples:
              waiter models
              waiter models --remote --query gpt --query mini
              waiter models --catalogue --query gpt-6
            """
    )

    @Flag(help: "Request the list from the profile's server.")
    package var remote = false

    @Flag(help: "List all models in the catalogue, with their context windows, prices, encodings and shutdown dates.")
    package var catalogue = false

    @Option(
        name: .customLong("query"),
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "List only models whose name contains this term (repeatable; every term must match).",
            valueName: "term"
        )
    )
    package var queries: [String] = []

    /// A former spelling of `--query`, kept for compatibility.
    ///
    /// In other commands, `-q` means `--quiet`.
    @Option(name: .customShort("q"), parsing: .unconditionalSingleValue, help: .hidden)
    package var shortQueries: [String] = []

    private var terms: [String] { queries + shortQueries }

    @OptionGroup
    package var output: Output

    @OptionGroup(title: "Server")
    package var server: ServerFlags

    package init() {}

    package var reportsJSON: Bool { output.json }

    package func validate() throws {
        if remote, catalogue { throw ValidationError("--remote and --catalogue cannot be combined") }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let facts = try UserCatalogue.load(context.directories())
        if catalogue { return try list(facts, context.console) }
        let flags = server.flags(model: nil)
        var fresh: ListedModels?
        if remote {
            fresh = try await Interrupts.cancelling {
                try await ModelServer(flags: flags, context: context).list()
            }
        }
        let isOne = remote || flags.profile != nil
        var known = try KnownModels(
            flags: flags,
            environment: context.environment,
            directories: context.directories(),
            includesAll: !isOne,
            fresh: fresh
        )
        known.learn(from: facts)
        let shown = known.models.filter { model in
            remote ? model.listedAt != nil : !isOne || model.profile != nil
        }
        let models = shown.filter { $0.matches(terms) }
        if output.json {
            try Output.write(.array(models.map(\.json)), to: context.console)
        } else {
            try context.console.writeForeign(TextTable.text(models.map(\.row)))
        }
        if let notice = notice(found: !models.isEmpty, known) { context.console.notice(TerminalText.line(notice)) }
        return .complete
    }

    private func list(_ catalogue: ModelCatalogue, _ console: Console) throws -> ExitStatus {
        let models = catalogue.entries.filter { entry in
            terms.allSatisfy { entry.id.lowercased().contains($0.lowercased()) }
        }
        if output.json {
            let list = models.map { JSONValue.object(["id": .string($0.id)]).merging(.object($0.members)) }
            try Output.write(.array(list), to: console)
        } else {
            let rows = models.map { entry in
                [entry.id, entry.kind == "chat" ? "" : entry.kind ?? ""] + entry.columns
                    + [entry.shutdownDate.map { "retires \($0)" } ?? ""]
            }
            try console.writeForeign(TextTable.text(rows))
        }
        let words = models.isEmpty ? "no matching models" : "\(models.count) models"
        let source = [catalogue.sources.first, catalogue.date].compactMap { $0 }.joined(separator: ", ")
        console.notice(TerminalText.line("waiter: \(words) (\(source))"))
        return .complete
    }

    private func notice(found: Bool, _ known: KnownModels) -> String? {
        if !found, !terms.isEmpty {
            return "waiter: no models match \(terms.map { "'\($0)'" }.joined(separator: " and "))"
        }
        if remote { return found ? nil : "waiter: the server lists no models" }
        // The local model becomes known when it is installed, not when it is listed with --remote.
        let names = known.emptyProfiles.filter { $0 != "local" }
        guard terms.isEmpty, let first = names.first else { return nil }
        let command = "waiter models --remote -P \(ShellWord.quoted(first))"
        return "waiter: no models are known for \(names.joined(separator: ", ")) yet; list them with: \(command)"
    }
}
