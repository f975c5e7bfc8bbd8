package import ArgumentParser
internal import Waiter
internal import WaiterConversation
internal import WaiterModels
internal import WaiterTerminal

/// The `models alias` command, which manages model aliases.
package struct ModelsAliasCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "alias",
        abstract: "List, set or remove model aliases.",
        usage: "waiter models alias [<name> [<model> | --rm]]",
        discussion: """
            An alias can be used wherever a model is given: with -m, in WAITER_MODEL and in the config file.

            Examples:
              waiter models alias fast gpt-6.1-sol
              waiter models alias fast --rm
            """
    )

    @Argument(help: "The alias.")
    package var alias: String?

    @Argument(help: "The model that the alias refers to.")
    package var model: String?

    @Flag(name: .customLong("rm"), help: "Remove the alias.")
    package var remove = false

    @OptionGroup
    package var output: Output

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    package init() {}

    package var reportsJSON: Bool { output.json }
    package var isQuiet: Bool { quiet }

    package func validate() throws {
        if remove, alias == nil { throw ValidationError("--rm requires an alias") }
        if remove, model != nil { throw ValidationError("--rm does not take a model") }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let file = ModelStoreFile(path: try context.requiredDirectories().modelFile)
        let store = try ModelStore(path: file.path)
        guard let alias else { return try list(store, context.console) }
        if !remove, model == nil { return try show(alias, store, context.console) }
        if remove {
            _ = try Self.model(alias, store)
        } else {
            try ModelName.check(alias: alias)
            try ModelName.check(model: model ?? "")
        }
        let (model, console) = (model, context.console)
        try await Interrupts.cancelling {
            try await file.update {
                console.notice("waiter: waiting for another waiter process to finish updating \(file.path)")
            } _: { store in
                store.setAlias(alias, to: model)
                if let model { try Self.checkEnds(alias, model, store) }
            }
        }
        guard let model else {
            let users = store.profiles(withDefault: alias) + store.aliases.filter { $0.model == alias }.map(\.name)
            let rest = users.isEmpty ? "" : ", which is still used by \(users.joined(separator: ", "))"
            console.notice(TerminalText.line("waiter: removed the alias '\(alias)'\(rest)"))
            return .complete
        }
        console.notice(TerminalText.line("waiter: '\(alias)' is now an alias of \(model)"))
        return .complete
    }

    /// Checks that a new alias does not create a cycle.
    ///
    /// - Throws: `CommandFailure` if the alias would create a cycle.
    private static func checkEnds(_ alias: String, _ model: String, _ store: ModelStore) throws {
        guard (try? store.model(named: alias)) == nil else { return }
        let through = alias == model ? "" : " through '\(model)'"
        throw CommandFailure.usage("'\(alias)' would refer to itself\(through)", nextStep: "see: waiter models alias")
    }

    private static func model(_ alias: String, _ store: ModelStore) throws -> String {
        if let found = store.aliases.first(where: { $0.name == alias }) { return found.model }
        let names = store.aliases.map(\.name)
        let nearest = NearestName.find(alias, in: names).map { "did you mean '\($0)'?" }
        throw CommandFailure.usage("unknown alias '\(alias)'", nextStep: nearest ?? "see: waiter models alias")
    }

    private func show(_ alias: String, _ store: ModelStore, _ console: Console) throws -> ExitStatus {
        let model = try Self.model(alias, store)
        if output.json {
            try Output.write(.string(model), to: console)
        } else {
            try console.write(TerminalText.line(model) + "\n")
        }
        return .complete
    }

    private func list(_ store: ModelStore, _ console: Console) throws -> ExitStatus {
        if output.json {
            let object = JSONObject(store.aliases.map { ($0.name, .string($0.model)) })
            try Output.write(.object(object), to: console)
            return .complete
        }
        if store.aliases.isEmpty {
            console.notice("waiter: no aliases; create one with: waiter models alias fast gpt-6.1-sol")
        }
        try console.writeForeign(TextTable.text(store.aliases.map { [$0.name, $0.model] }))
        return .complete
    }
}
