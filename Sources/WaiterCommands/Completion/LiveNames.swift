internal import Waiter
internal import WaiterConversation
internal import WaiterStore
internal import WaiterTerminal

/// The names that there are at this moment: of models, profiles, templates, keys. What cannot be read has none.
struct LiveNames {
    typealias Candidate = CompletionAnswer.Candidate

    let environment: [String: String]
    /// The command, such as `keys`, `rm`.
    let path: [String]
    let line: TypedLine

    /// What can stand as the value of an argument.
    ///
    /// - Parameter position: How many words of the value are there already; only `-o NAME VALUE` has more than one.
    func values(of argument: ArgumentDescription, position: Int) -> CompletionAnswer {
        switch argument.completion {
        case .values(let values): return CompletionAnswer(values.map { Candidate($0) })
        case .files: return CompletionAnswer(paths: .files)
        case .directories: return CompletionAnswer(paths: .directories)
        case nil: break
        }
        if argument.names.contains("-o") { return CompletionAnswer(parameters(position)) }
        if argument.names.contains("-p") { return CompletionAnswer(position == 0 ? templatePlaces : []) }
        if argument.names.contains("--save-template") { return CompletionAnswer(templates) }
        switch (path.first, path.last, argument.valueName) {
        case ("keys", _, "name"): return CompletionAnswer(keys)
        case ("models", "alias", "alias"): return CompletionAnswer(aliases)
        case ("models", _, "model"): return CompletionAnswer(models(ofAll: line.values["profile"] == nil))
        case ("config", "path", "place"): return CompletionAnswer(places)
        case (_, _, "id"), ("log", _, "ids"): return CompletionAnswer(conversations)
        case (_, _, "model"): return CompletionAnswer(models(ofAll: false))
        case (_, _, "profile"): return CompletionAnswer(profiles)
        case (_, _, "template"), ("templates", _, "name"): return CompletionAnswer(templates)
        case (_, _, let name) where Self.fileNames.contains(name):
            return CompletionAnswer(paths: .files)
        default: return CompletionAnswer()
        }
    }

    /// The names of values that are files.
    private static let fileNames: Set<String> = [
        "path", "paths", "file", "files", "model-file", "attachment", "attachments",
    ]

    private var directories: Directories? { try? Directories(environment: environment) }

    private var config: ConfigFile? { directories.flatMap { try? ConfigFile(path: $0.configurationFile) } }

    /// The models of the profile on the line, or of all, and the aliases.
    private func models(ofAll includesAll: Bool) -> [Candidate] {
        guard let directories else { return [] }
        var flags = Settings.Flags()
        flags.profile = line.values["profile"]?.last
        let known = try? KnownModels(
            flags: flags,
            environment: environment,
            directories: directories,
            includesAll: includesAll
        )
        let models = (known?.models ?? []).filter { $0.profile != nil || !$0.aliases.isEmpty }
        return models.map { Candidate($0.id, $0.profile ?? "") } + aliases
    }

    private var aliases: [Candidate] {
        let store = directories.flatMap { try? ModelStore(path: $0.modelFile) }
        return (store?.aliases ?? []).map { Candidate($0.name, "alias of \($0.model)") }
    }

    private var profiles: [Candidate] {
        let own = config?.profiles ?? [:]
        let names = Set(own.keys).union(Profile.builtInNames).sorted()
        return names.map { name in
            let profile = own[name]?.completed(from: Profile.builtIn(name)) ?? Profile.builtIn(name)
            return Candidate(name, profile?.baseURL ?? "the model on this machine")
        }
    }

    /// The stored ones, and where keys can be stored also those that profiles want.
    private var keys: [Candidate] {
        let stored = directories.flatMap { try? KeyStore(path: $0.keyFile) }?.entries.map(\.name) ?? []
        guard path.last == "set" else { return stored.map { Candidate($0) } }
        let wanted = (config?.profiles.values.compactMap(\.keyName) ?? []) + ["openai"]
        return Set(stored + wanted).sorted().map { Candidate($0) }
    }

    private var store: TemplateStore? { directories.map { TemplateStore(directory: $0.templates) } }

    private var templates: [Candidate] { ((try? store?.names()) ?? []).map { Candidate($0) } }

    /// The places that the template on the line has for values.
    private var templatePlaces: [Candidate] {
        guard let name = line.values["template"]?.last, let template = try? store?.template(named: name) else {
            return []
        }
        return template.placeNames.map { Candidate($0) }
    }

    /// The conversations that were used last, with their titles.
    private var conversations: [Candidate] {
        guard let directories,
            let ledger = try? LedgerSource(directories: directories, records: false).readable(),
            let list = try? ledger.conversations.list(ConversationFilter(limit: 100))
        else { return [] }
        let last = list.isEmpty ? [] : [Candidate("last", "the conversation that was used last")]
        return last + list.map { Candidate($0.id.text, TerminalText.line($0.title)) }
    }

    private var places: [Candidate] { (directories?.places ?? []).map { Candidate($0.name, $0.content) } }

    private func parameters(_ position: Int) -> [Candidate] {
        if position == 0 {
            return RequestParameters.kinds.sorted { $0.key < $1.key }.map { Candidate($0.key, $0.value.expected) }
        }
        let name = line.values["name value"]?.last ?? ""
        if case .bool? = RequestParameters.kinds[name] { return [Candidate("true"), Candidate("false")] }
        return []
    }
}
