package import ArgumentParser
internal import Waiter
internal import WaiterConversation
internal import WaiterModels
internal import WaiterTerminal

/// The `models show` command, which prints information about one model.
package struct ModelsShowCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a model's limits, prices, encoding and shutdown date.",
        usage: "waiter models show <model> [--remote] [options]",
        discussion: """
            The model can be an alias or a unique prefix of a model's name. With --remote, the information comes from \
            the profile's server.

            Examples:
              waiter models show fast
              waiter models show --remote gpt-6.1-sol --json
            """
    )

    @Argument(help: "The model, an alias, or a unique prefix of a model's name.")
    package var model: String

    @Flag(help: "Request the information from the profile's server.")
    package var remote = false

    @OptionGroup
    package var output: Output

    @OptionGroup(title: "Server")
    package var server: ServerFlags

    package init() {}

    package var reportsJSON: Bool { output.json }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        try ModelName.check(model: model)
        let flags = server.flags(model: nil)
        let directories = context.directories()
        if remote {
            let name = try ModelStore(path: directories.modelFile).model(named: model)
            let answer = try await Interrupts.cancelling {
                try await ModelServer(flags: flags, context: context).model(name)
            }
            try write(answer, answer.objectValue.map(Self.lines) ?? [], context.console)
            return .complete
        }
        let catalogue = try UserCatalogue.load(directories)
        var known = try KnownModels(
            flags: flags,
            environment: context.environment,
            directories: directories,
            includesAll: flags.profile == nil
        )
        let settings = try Settings(flags: flags, environment: context.environment, directories: directories)
        known.learn(from: catalogue)
        let models = try known.find(model, in: catalogue)
        guard let shown = models.first(where: { $0.profile == settings.profile.name }) ?? models.first else {
            return .complete
        }
        let others = models.compactMap(\.profile).filter { $0 != shown.profile }
        let more = others.isEmpty ? [] : [["also in", others.joined(separator: ", ")]]
        let source = [catalogue.sources.first, catalogue.date].compactMap { $0 }.joined(separator: ", ")
        let nearest = catalogue.lookup(shown.id).nearest.map { "; closest name: \($0)" } ?? ""
        let price = shown.isRunning == nil ? "? (not in the catalogue\(nearest))" : "none: it runs on this machine"
        let place = shown.facts == nil ? ["price", price] : ["source", source]
        try write(shown.json, shown.details + more + [place], context.console)
        return .complete
    }

    private func write(_ value: JSONValue, _ lines: [[String]], _ console: Console) throws {
        if output.json { return try Output.write(value, to: console) }
        try console.writeForeign(TextTable.text(lines))
    }

    /// Formats the server's JSON object with one member per line.
    private static func lines(_ object: JSONObject) -> [[String]] {
        object.map { member in
            let date = member.key == "created" ? KnownModel.date(member.value.intValue) : nil
            return [member.key, date ?? member.value.stringValue ?? member.value.jsonText]
        }
    }
}
