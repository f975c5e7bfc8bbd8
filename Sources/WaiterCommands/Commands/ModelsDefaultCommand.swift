package import ArgumentParser
internal import Waiter
internal import WaiterConversation
internal import WaiterModels
internal import WaiterPlatform
internal import WaiterTerminal

/// The `models default` command, which prints or sets the model of a profile.
package struct ModelsDefaultCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "default",
        abstract: "Show or set the default model of a profile.",
        usage: "waiter models default [<model> | --unset] [-P <profile>]",
        discussion: """
            The default is stored in models.json, next to the config file. It applies unless -m, WAITER_MODEL or \
            the profile in the config file specifies a model.

            Examples:
              waiter models default
              waiter models default llama3:8b -P ollama
              waiter models default --unset
            """
    )

    @Argument(help: "The model or alias.")
    package var model: String?

    @Option(name: [.customShort("P"), .long], help: "The profile (default: the current one).")
    package var profile: String?

    @Flag(help: "Remove the stored default.")
    package var unset = false

    @OptionGroup
    package var output: Output

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    package init() {}

    package var reportsJSON: Bool { output.json }
    package var isQuiet: Bool { quiet }

    package func validate() throws {
        if unset, model != nil { throw ValidationError("--unset does not take a model") }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let settings = try settings(context)
        guard model != nil || unset else { return try show(settings, context.console) }
        if let model {
            try ModelName.check(model: model)
            try checkIsServer(settings)
        }
        let file = ModelStoreFile(path: try context.requiredDirectories().modelFile)
        let (model, name, console) = (model, settings.profile.name, context.console)
        if model == nil, try ModelStore(path: file.path).defaultModel(of: name) == nil {
            console.notice("waiter: no default model was set for '\(name)'")
            return .complete
        }
        try await Interrupts.cancelling {
            try await file.update {
                console.notice("waiter: waiting for another waiter process to finish updating \(file.path)")
            } _: { store in
                store.setDefault(model, of: name)
            }
        }
        try sayWhatHolds(context)
        return .complete
    }

    private func settings(_ context: CommandContext) throws -> Settings {
        var flags = Settings.Flags()
        flags.profile = profile.flatMap { $0.isEmpty ? nil : $0 }
        return try Settings(flags: flags, environment: context.environment, directories: context.requiredDirectories())
    }

    private func checkIsServer(_ settings: Settings) throws {
        guard settings.profile.isLocal else { return }
        throw CommandFailure.usage(
            "the local model is set when its server starts",
            nextStep: settings.isLocalByDefault
                ? "choose the profile with -P, such as -P openai"
                : "start the server with another model: waiter local start --model-file FILE"
        )
    }

    private func show(_ settings: Settings, _ console: Console) throws -> ExitStatus {
        let name = settings.profile.name
        if output.json {
            let value: JSONValue = [
                "profile": .string(name), "model": settings.model.map { .string($0.value) } ?? .null,
                "source": settings.sources["model"].map { .string($0) } ?? .null,
            ]
            try Output.write(value, to: console)
        } else if let model = settings.model {
            try console.write(TerminalText.line(model.value) + "\n")
        } else {
            let why = settings.profile.isLocal ? "uses the model that its server serves" : "has no model set"
            console.notice(TerminalText.line("waiter: '\(name)' \(why)"))
        }
        return .complete
    }

    /// Reports the model that is now in effect. If another setting overrides the chosen model, also reports that
    /// setting.
    private func sayWhatHolds(_ context: CommandContext) throws {
        let settings = try settings(context)
        let (name, console) = (settings.profile.name, context.console)
        let place = settings.sources["model"] ?? ""
        let holds = settings.model?.value ?? "the model that its server serves"
        if unset {
            console.notice(
                TerminalText.line("waiter: '\(name)' now uses \(holds)" + (place.isEmpty ? "" : " (\(place))"))
            )
            return
        }
        let path = try context.requiredDirectories().modelFile
        guard settings.model?.source.hasPrefix(path) == true else {
            console.notice(TerminalText.line("waiter: saved, but '\(name)' still uses \(holds), set by \(place)"))
            return
        }
        console.notice(TerminalText.line("waiter: '\(name)' now uses \(holds)"))
        let known = try KnownModels(
            flags: flags(name),
            environment: context.environment,
            directories: context.requiredDirectories(),
            includesAll: false
        )
        let listed = known.models.filter { $0.listedAt != nil }.map(\.id)
        guard !listed.isEmpty, !listed.contains(holds) else { return }
        let nearest = NearestName.find(holds, in: listed).map { "did you mean '\($0)'? " } ?? ""
        console.notice(
            TerminalText.line(
                "waiter: the server did not list that model; \(nearest)"
                    + "refresh the list with: waiter models --remote -P \(ShellWord.quoted(name))"
            )
        )
    }

    private func flags(_ profile: String) -> Settings.Flags {
        var flags = Settings.Flags()
        flags.profile = profile
        return flags
    }
}
